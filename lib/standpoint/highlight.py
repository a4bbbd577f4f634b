"""Article text with spans marked: safe HTML for pages and notebooks, brackets for the terminal.

Text is untrusted: every character of it is escaped, and what is added is inline-styled <mark> alone, which survives
JupyterLab's sanitizer. Each role has its own word, colour and underline, so that none is told by colour alone.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple


class Highlight(NamedTuple):
    """A span to mark, in code points of the text it belongs to, and the role it plays there."""

    start: int
    end: int
    role: str


# role → its colour and underline. The colours (Okabe and Ito 2008, lightened) keep black text above 7:1 contrast.
ROLES: dict[str, tuple[str, str]] = {
    "actor": ("#fbe3a6", "1px solid #8a6100"),
    "speaker": ("#bfe0f5", "2px solid #0b5c8f"),
    "cue": ("#e4d3ee", "2px dotted #6b3d86"),
    "content": ("#e9f2ea", "1px dashed #2d6a4f"),
    "act": ("#f7d3b8", "2px dotted #9a4a06"),
    "stance": ("#f6cfdc", "2px double #97234f"),
    "source": ("#d9dde3", "1px solid #4a5360"),
    "word": ("#e3e8bd", "2px solid #5b6410"),
}
LABEL = "font-size:.68em;font-weight:600;letter-spacing:.03em;margin:0 .15em 0 .35em;color:#333;user-select:none"
# Escape sequences, control characters, and marks that turn the direction of what follows on a terminal.
UNSAFE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


def html(text: str, highlights: Iterable[Highlight | Mapping[str, object]] = (), anchors: Collection[int] = ()) -> str:
    """The text as HTML with its highlights in <mark>, each opening with its role in words.

    Everything in `text` is escaped and line ends become <br>. Spans may nest or cross; those outside the text, empty
    or of an unknown role raise ValueError. At each of the places `anchors` stands an element that a link can lead to,
    "s120" at place 120.
    """
    return _render(text, 0, len(text), _nested(_checked(text, highlights)), sorted(set(anchors)))


def plain(text: str, highlights: Iterable[Highlight | Mapping[str, object]] = ()) -> str:
    """The text on one line for a terminal, with "[role: words]" for highlights; control characters are dropped."""
    out = _write(text, 0, len(text), _nested(_checked(text, highlights)))
    return " ".join(out.split())


def safe(text: str) -> str:
    """The text without terminal escapes and control characters (tabs and line ends stay)."""
    return UNSAFE.sub("", text)


def legend(roles: Sequence[str]) -> str:
    """A line of HTML that shows how each of the roles is marked."""
    return " ".join(_mark(role, escape(role), label=False) for role in ROLES if role in roles)


def _checked(text: str, highlights: Iterable[Highlight | Mapping[str, object]]) -> list[Highlight]:
    out = [h if isinstance(h, Highlight) else Highlight(**h) for h in highlights]
    for h in out:
        if not 0 <= h.start < h.end <= len(text):
            raise ValueError(f"the highlight {tuple(h)} lies outside a text of {len(text)} characters")
        if h.role not in ROLES:
            raise ValueError(f"no role {h.role!r}; there are {', '.join(ROLES)}")
    return sorted(set(out), key=lambda h: (h.start, -h.end, h.role))


def _nested(highlights: Sequence[Highlight]) -> list[tuple[Highlight, bool]]:
    """The highlights in order, cut where they cross so that they nest; True for the first piece of each."""
    queue, out, open_ends = [(h, True) for h in highlights], [], []
    while queue:
        h, first = queue.pop(0)
        while open_ends and open_ends[-1] <= h.start:
            open_ends.pop()
        if open_ends and h.end > open_ends[-1]:
            rest = (Highlight(open_ends[-1], h.end, h.role), False)
            h = Highlight(h.start, open_ends[-1], h.role)
            queue.append(rest)
            queue.sort(key=lambda item: (item[0].start, -item[0].end, item[0].role))
        out.append((h, first))
        open_ends.append(h.end)
    return out


def _render(
    text: str, start: int, end: int, marks: Sequence[tuple[Highlight, bool]], anchors: Sequence[int] = ()
) -> str:
    out, at, i = [], start, 0
    while i < len(marks):
        h, first = marks[i]
        inner = [m for m in marks[i + 1 :] if m[0].start < h.end]
        out += [
            _piece(text, at, h.start, anchors),
            _mark(h.role, _render(text, h.start, h.end, inner, anchors), label=first),
        ]
        at, i = h.end, i + 1 + len(inner)
    return "".join([*out, _piece(text, at, end, anchors)])


def _piece(text: str, start: int, end: int, anchors: Sequence[int]) -> str:
    """A part of the text without marks, with the anchors in it."""
    inside = anchors[bisect_left(anchors, start) : bisect_left(anchors, end)]
    out, at = [], start
    for place in inside:
        out += [_escaped(text[at:place]), f'<span id="s{place}"></span>']
        at = place
    return "".join([*out, _escaped(text[at:end])])


def _mark(role: str, content: str, *, label: bool) -> str:
    colour, line = ROLES[role]
    name = f'<small style="{LABEL}">{escape(role)}</small>' if label else ""
    style = f"background:{colour};color:#111;border-bottom:{line};padding:0 .1em"
    return f'<mark style="{style}" title="{escape(role)}">{name}{content}</mark>'


def _escaped(text: str) -> str:
    return escape(safe(text)).replace("\n", "<br>")


def _write(text: str, start: int, end: int, marks: Sequence[tuple[Highlight, bool]]) -> str:
    out, at, i = [], start, 0
    while i < len(marks):
        h, first = marks[i]
        inner = [m for m in marks[i + 1 :] if m[0].start < h.end]
        words = _write(text, h.start, h.end, inner)
        out += [safe(text[at : h.start]), f"[{h.role}: {words}]" if first else f"[{words}]"]
        at, i = h.end, i + 1 + len(inner)
    return "".join([*out, safe(text[at:end])])
