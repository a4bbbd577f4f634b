"""Who stands for whom: members in the plural for their party ("Republicans", "Labour lawmakers"), a state's government,
army or officials for the state ("the Norwegian government")."""

import re
from collections.abc import Collection, Mapping, Sequence

from standpoint.actors import Mention

MEMBERS = re.compile(
    r"[ \u00a0](?:lawmakers|legislators|senators|congressmen|leaders|members|MPs|MEPs|deputies|governors|delegates"
    r"|officials|candidates|strategists|operatives|activists|leadership|caucus|party)\b"
)
SEATS = re.compile(
    r"[ \u00a0](?:government|authorities|leadership|regime|army|military|forces|troops|officials|side)\b"
)


def standing_for(
    text: str, mentions: Sequence[Mention], parties: Mapping[str, str], states: Collection[str]
) -> list[Mention]:
    """The mentions, those of members and seats of government as names of the party or state: they act like one."""
    whole = frozenset(parties.values())
    return [_as_name(text, m, parties, whole, states) if m.form == "demonym" else m for m in mentions]


def _as_name(
    text: str, m: Mention, parties: Mapping[str, str], whole: Collection[str], states: Collection[str]
) -> Mention:
    if text[m.start : m.end] in parties:
        return m._replace(form="alias")
    behind = MEMBERS if m.actor_id in whole else SEATS if m.actor_id in states else None
    found = behind and behind.match(text, m.end)
    return m._replace(form="alias", end=found.end()) if found else m
