"""What a notebook shows as HTML, with plain text for where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from standpoint.export import shown
from standpoint.highlight import safe


@dataclass(frozen=True, repr=False)
class View:
    """Safe HTML and the same in plain text: whoever makes one escapes what is not ours."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def table(data: pd.DataFrame) -> View:
    """A frame as a table whose cells are whole, escaped, and written as people read them."""
    clean = pd.DataFrame({safe(str(c)): [safe(shown(value)) for value in data[c]] for c in data.columns}, dtype=object)
    if clean.empty:
        return View("<p><em>None.</em></p>", "None.")
    with pd.option_context("display.max_colwidth", None):
        return View(clean.to_html(index=False, escape=True, border=0, justify="left"), clean.to_string(index=False))


def listing(items: Sequence[str]) -> View:
    """Sentences as a list, whole and escaped."""
    clean = [safe(item) for item in items]
    if not clean:
        return View("<p><em>None.</em></p>", "None.")
    return View("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in clean) + "</ul>", "\n".join(clean))
