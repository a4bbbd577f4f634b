"""Which outlet or agency of the codebook a name means: of a file's field, a folder, a wire item or a rule."""

import re
from collections.abc import Mapping

from standpoint.codebook import Outlet

# how databases call what an agency publishes itself: "Reuters News", "Associated Press Newswires"
SERVICE = re.compile(r"(?:news(?:wires?|agency|service)?|wires?)$")


class OutletNames:
    """Outlets and agencies by what files, fields and folders call them, however that is set.

    An id counts before a name, a name before an alias, an alias before a domain or a form of credit. An agency's name
    may go on with what it is: "Reuters News".
    """

    def __init__(self, outlets: Mapping[str, Outlet]):
        self._called: dict[str, Outlet] = {}
        for forms_of in (
            lambda o: (o.id,),
            lambda o: (o.name,),
            lambda o: (o.full_name, *o.aliases),
            lambda o: (*o.domains, *(c for c in o.credits if "…" not in c)),
        ):
            for outlet in outlets.values():
                for form in forms_of(outlet):
                    self._called.setdefault(_bare(form), outlet)
        self._called.pop("", None)
        agencies = [o for o in outlets.values() if o.is_agency]
        self._agencies = {_bare(form): o for o in agencies for form in (o.name, o.full_name, *o.aliases) if form}

    def find(self, name: str | None) -> Outlet | None:
        """Whom a name means, without regard to case, hyphens, underscores, spaces, apostrophes and a last full stop."""
        bare = _bare(name or "")
        return self._called.get(bare) or self._agencies.get(SERVICE.sub("", bare))

    def known_as(self, name: str) -> str:
        """The codebook's name of the outlet that a name means; the name itself where it lists none such."""
        outlet = self.find(name)
        return outlet.name if outlet else name


def _bare(name: str) -> str:
    return re.sub(r"[\s_’'-]+", "", name).removesuffix(".").casefold()
