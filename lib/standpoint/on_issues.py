"""Positions on issues: what statements say of them, what actors do to them, what an opinion piece argues."""

import re
from bisect import bisect_left
from collections.abc import Collection, Container, Sequence
from itertools import product, takewhile

from standpoint.actors import Mention
from standpoint.acts import Act
from standpoint.directions import NEAR, Cue, Reading, done_to, read_direction, undecided
from standpoint.holders import AUTHOR, holders_of
from standpoint.issues import FIRM, CompiledIssues, Match
from standpoint.leanings import cue_of, worded
from standpoint.readings import bidden, blamed
from standpoint.references import referred_to
from standpoint.stance_rules import Article, Stance, StanceRules
from standpoint.statements import Statement, told_within
from standpoint.text import Span, containing
from standpoint.tokens import Token

REACH = 10  # tokens between a verb of doing and the words of the issue that it acts on
SHORT = 3  # sentences of a statement without a cue that are read together
GAP = 80  # characters between a cue and its content that are read with it
ELSEWHERE = re.compile(r"\s+(?:to|for|on|against|with|from|in|of|into)\s+(?:the\s+)?$")


def of_statement(article: Article, index: int, rules: StanceRules, *, opinion: bool) -> list[Stance]:
    """What a statement says of issues. A medium that passes on what others said takes no position by it."""
    statement = article.statements[index]
    nested = [s.content[0] for s in told_within(article.statements, index)]
    parts = [] if statement.cue else _by_sentence(article, statement.content)
    if len(parts) <= SHORT:
        return _of_words(article, index, statement, nested, rules, opinion=opinion)
    alone = (statement._replace(content=(part,)) for part in parts)  # a speech takes sides sentence by sentence
    return [s for one in alone for s in _of_words(article, index, one, nested, rules, opinion=opinion)]


def _of_words(
    article: Article, index: int, statement: Statement, nested: Sequence[Span], rules: StanceRules, *, opinion: bool
) -> list[Stance]:
    """What words of a statement say of issues, without the `nested` ones that others have within it."""
    issues = rules.issues
    span = statement.content[0][0], statement.content[-1][1]
    content = _with_gap(article.text, statement)
    known = article.may_tell(content[0][0], span[1])
    if not (known or article.named or article.topics):  # nothing that it could talk of, or refer back to
        return []
    holders = holders_of(article, statement, rules, opinion)
    if holders <= rules.media and (holders or statement.speaker_text.lower() in AUTHOR):
        return []
    tokens = article.words(*content)
    matches = issues.matches(tokens, article.present, article.topics) if known else []
    wordings = issues.wordings(tokens) if known else []
    if all(m.relevance < FIRM for m in matches):
        matches += referred_to(article, tokens, span, rules)
    if not matches and not wordings:
        return []
    reported_by = article.statements[statement.parent].speaker_id if statement.parent is not None else None
    nested = [c for c in nested if c[0] >= span[0]]
    own = _places(article.mentions, span, frozenset().union(*(rules.homes.get(h, (h,)) for h in holders)))
    out = []
    for number, at, sign, phrase in wordings:
        names = issues.issues[number].claim.names
        if names and not names & article.present:  # "a blank cheque" in a story that is not about Ukraine
            continue
        match = Match(number, at, at + 1, phrase, 0.9, sign)
        cue = cue_of(article.text, statement, rules, tokens[at].start)
        turned, words = worded(tokens, match, cue, issues)
        out.append((match, cue, Reading(turned * sign, 0.9, "wording", f"wording ‘{phrase}’{words}")))
    for match in matches:
        place = tokens[match.first].start
        strict = issues.issues[match.issue].has_terms  # who gives terms wants precision
        if strict and content[0][0] <= place < statement.content[0][0]:
            continue
        if any(a <= place < b for a, b in nested):
            continue
        cue = cue_of(article.text, statement, rules, place)
        later = statement.cue and _in_later_sentence(article, statement, place)
        heard = Cue(cue.words) if (strict and cue.noun) or later else cue
        read = _read(article, tokens, match, heard, rules, own)
        if not read.sign:
            match, read = _further(article, _by_sentence(article, content), match, heard, rules, own, nested) or (
                match,
                read,
            )
        out.append((match, cue, read))
    return [
        _on_issue(
            issues, match, index, holder, reported_by if reported_by != holder else None, span,
            read._replace(
                words=f"{f'‘{cue.words}’ + ' if cue.words else ''}words of the issue ‘{match.words}’, {read.words}"
            ),
        )
        for match, cue, read in out
        for holder in sorted(holders - rules.media) or [None]
    ]  # fmt: skip


def _in_later_sentence(article: Article, statement: Statement, place: int) -> bool:
    """Does a place lie behind the first sentence of its content, where a cue's leaning does not reach?"""
    piece = next((a for a, b in statement.content if a <= place < b), place)
    first, here = containing(article.sentences, piece), containing(article.sentences, place)
    return here > first and all(containing(article.sentences, a) != here for a, _ in statement.cue)


def _by_sentence(article: Article, content: Sequence[Span]) -> list[Span]:
    """The content, cut where a sentence ends."""
    pairs = product(content, article.sentences)
    return [(max(a, start), min(b, end)) for (start, end), (a, b) in pairs if a < end and start < b]


def _further(
    article: Article, parts: Sequence[Span], match: Match, cue: Cue, rules: StanceRules, own: Collection[int],
    nested: Sequence[Span],
) -> tuple[Match, Reading] | None:  # fmt: skip
    """What another sentence of the same words says of the issue, where the one that names it first takes no side."""
    for n, part in enumerate(parts):
        tokens = article.words(part)
        for found in rules.issues.matches(tokens, article.present, article.topics):
            place = tokens[found.first].start
            if found.issue != match.issue or any(a <= place < b for a, b in nested):
                continue
            read = _read(article, tokens, found, Cue(cue.words) if n else cue, rules, own)
            if read.sign:
                return found, read
    return None


def _with_gap(text: str, statement: Statement) -> Sequence[Span]:
    """The content, and what stands between it and its cue: "slammed | the proposal | as “divisive”"."""
    content = statement.content
    if not statement.cue or not 6 < content[0][0] - statement.cue[-1][1] <= GAP:
        return content
    gap = (statement.cue[-1][1], content[0][0])
    if any(a < gap[1] and gap[0] < b for a, b in statement.source) or "\n" in text[slice(*gap)]:
        return content
    return ((gap[0], content[0][1]), *content[1:])


def of_act(article: Article, act: Act, number: int, rules: StanceRules) -> list[Stance]:
    """What somebody did to the thing of an issue. One who tells of his own acts has already been heard."""
    start, stop = act.content
    start = start if stop <= act.cue[0] else act.cue[1]  # with the comma that may end its clause
    if not article.may_tell(start, stop) and not article.named:  # else it may refer back
        return []
    inside = content_holding(article.statements, act.cue[0])
    told_by = article.statements[inside].speaker_id if inside is not None else None
    heard = any(s.speaker_id == act.holder and act.cue in s.cue for s in article.statements)
    if act.hedged or act.holder in rules.media or heard or (inside is not None and told_by == act.holder):
        return []
    issues = rules.issues
    ends = issues.lists["boundaries"] | {","}
    passive = stop <= act.cue[0]
    tokens = article.words((start, stop))
    if passive:  # "sanctions | imposed by": what stands right in front
        tokens = list(takewhile(lambda token: token.stem not in ends, reversed(tokens)))[NEAR::-1]
    else:
        tokens = list(takewhile(lambda token: token.stem not in ends, tokens))
    out = []
    matches = issues.matches(tokens, article.present, article.topics)
    if tokens and not passive and not act.noun and all(m.relevance < FIRM for m in matches):
        matches += referred_to(article, tokens[:NEAR], (start, stop), rules)
    for match in matches:
        if (
            match.relevance < FIRM
            or issues.issues[match.issue].claim.states
            or (issues.issues[match.issue].has_terms and (passive or act.noun))
            or match.first > (REACH if match.sign > 0 else NEAR)
            or any(t.stem in issues.lists["open"] for t in tokens[: match.first])  # "voted to discuss"
            or _about_another(article, tokens, match, rules)
        ):
            continue
        behind = tokens[match.last :]
        behind = behind if [t.word for t in behind[:1]] == ["to"] else behind[:1]  # "calls for it | to be scrapped"
        done, words = (1, "") if passive else done_to(tokens[: match.first], behind, issues)
        verb = article.text[act.cue[0] : act.cue[1]]
        sign = -act.sign if verb in issues.rules["acts"]["down"] and _raises(article, act, issues) else act.sign
        because = f"does it: ‘{verb}’ + words of the issue ‘{match.words}’{words}"
        read = Reading(done * match.sign * sign, 0.75, "act", because)
        out.append(_on_issue(issues, match, number, act.holder, told_by, act.sentence, read))
    return [s for s in out if s.position]


def _raises(article: Article, act: Act, issues: CompiledIssues) -> bool:
    """Is a verb of less one of more with what follows: "lifted | the wage to 15 crowns"?"""
    return any(t.stem in issues.lists["up"] for t in article.words(act.cue))


def own_voice(article: Article, rules: StanceRules, holder: str | None, decided: Container[str]) -> list[Stance]:
    """What an opinion piece, or a text of one sentence, argues in sentences that it attributes to nobody.

    A single sentence that passes on a judgement ("Experts warn that …") shares it, where the claim judges, too, and
    what was said has not `decided` on the issue (its id) already.
    """
    attributed = {containing(article.sentences, s.cue[0][0]) for s in article.statements if s.cue}
    issues = rules.issues
    out = []
    for i, (start, end) in enumerate(article.sentences):
        if i in attributed and len(article.sentences) > 1:
            continue
        tokens = article.words((start, end))
        matches = issues.matches(tokens, article.present, article.topics) if article.may_tell(start, end) else []
        if all(m.relevance < FIRM for m in matches):
            matches += referred_to(article, tokens, (start, end), rules)
        for match in matches:
            issue = issues.issues[match.issue]
            if i in attributed and (issue.id in decided or not issue.claim.problem):
                continue
            read = _read(article, tokens, match, Cue(), rules)
            if read.basis == "commitment":
                read = undecided("nobody is named who commits to it")
            words = f"own voice: words of the issue ‘{match.words}’, {read.words}"
            read = read._replace(direction=read.direction * 0.9, words=words)
            out.append(_on_issue(issues, match, None, holder, None, (start, end), read))
    return out


def _on_issue(
    issues: CompiledIssues, match: Match, statement: int | None, holder: str | None, reported_by: str | None,
    span: Span, read: Reading,
) -> Stance:  # fmt: skip
    """A decision on an issue: a position where its confidence reaches the issue's threshold, else an abstention."""
    issue, confidence = issues.issues[match.issue], match.relevance * read.direction
    position, words = "", read.words
    if read.sign and confidence >= issue.threshold:
        position = "support" if read.sign > 0 else "oppose"
    elif read.sign:
        words += f"; its confidence of {confidence:.2f} is below the threshold of {issue.threshold:.2f}"
    return Stance(
        statement, holder, reported_by, "issue", issue.id, position, *span, read.basis, words,
        match.relevance, read.direction, confidence,
    )  # fmt: skip


def _read(
    article: Article, tokens: Sequence[Token], match: Match, cue: Cue, rules: StanceRules, own: Collection[int] = ()
) -> Reading:
    """The direction of a passage, where enough of it is about the issue, and not about another state's."""
    if match.relevance < FIRM:
        return undecided(f"too little of the issue: only ‘{match.words}’")
    if _about_another(article, tokens, match, rules):
        return undecided("it goes on with a state that the claim does not name")
    if rules.issues.issues[match.issue].claim.states:
        return undecided("the claim says that something is so, and wants nothing: no rule tells who agrees")
    read = read_direction(tokens, match, cue, rules.issues, own)
    issue = rules.issues.issues[match.issue]
    if match.words in issue.labels:  # "the invasion" for the operation that a claim justifies: only blame is a side
        return blamed(article, tokens, match, cue, rules, read)
    if not read.sign and not cue.lean and not cue.denying and match.relevance >= FIRM:
        return bidden(article, tokens, match, rules) or read
    return read


def _about_another(article: Article, tokens: Sequence[Token], match: Match, rules: StanceRules) -> bool:
    """Does a state stand behind the issue's words that its claim does not name: "military aid to Israel"?"""
    names = rules.issues.issues[match.issue].names
    if not names:
        return False
    end = tokens[match.last - 1].end
    i = bisect_left(article.mentions, (end,))
    if i == len(article.mentions) or article.mentions[i].start - end > 12:
        return False
    mention = article.mentions[i]
    start = tokens[match.first].start
    if any(m.actor_id in names for m in article.mentions[max(0, i - 3) : i] if m.start >= start):
        return False
    attached = ELSEWHERE.fullmatch(article.text[end : mention.start])
    return bool(attached) and mention.actor_id in rules.states and mention.actor_id not in names


def _places(mentions: Sequence[Mention], span: Span, actors: frozenset[str]) -> list[int]:
    low, high = bisect_left(mentions, (span[0],)), bisect_left(mentions, (span[1],))
    return [m.start for m in mentions[low:high] if m.actor_id in actors]


def content_holding(statements: Sequence[Statement], at: int) -> int | None:
    """The innermost statement whose content holds an offset."""
    return next(
        (i for i in reversed(range(len(statements))) if any(a <= at < b for a, b in statements[i].content)), None
    )
