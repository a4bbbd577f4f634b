"""The paragraphs of an article's body: from XML or HTML elements, from mark-up in a string, from wrapped lines."""

import re

from lxml import etree
from lxml import html as lxml_html

from standpoint.errors import InputError
from standpoint.formats.record import unix_lines
from standpoint.formats.xmlfile import flat, local

MOST_TAGS = 100_000
BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 hl1 hl2 li dt dd ul ol dl div section article main block blockquote bq pre body "
    "body.content body.end header footer address nitf html hr table fn credit tagline lead".split()
)
# What stands in an article's body without being its words.
LEFT_OUT = frozenset(
    "script style head media aside figure figcaption img nav picture video audio form iframe svg".split()
)
NOT_TEXT = frozenset(
    "np-nonpublic np-constraint notepad closingline slugline publicationDate embargoed byline publication_date "
    "headline alternativeHeadline associatedMedia creator legalese dat vignette".split()
)
MARKUP = re.compile(
    r"</?(?:p|br|div|span|b|i|strong|em|ul|ol|li|h[1-6]|a|table|section|article|body|html)\b[^<>]*>", re.I
)
# How a desk closes an item: initials ("hh/ph/ts/hd", "AAP RTV ar"), a word, a rule.
SIGNATURE = re.compile(r"(?:[a-z]{2,4}(?:[/-][a-z0-9]{2,5})+/?|ends?)|[\W_]+", re.I)
SIGNED = re.compile(r"(?:[A-Z]{2,5} )+[a-z]{2,3}(?:/[a-z]{2,3})*")
RIGHTS = re.compile(r"(?:©|\(c\)|copyright\s(?:©|\(c\)|\d{4}))[^\n]{0,300}$", re.I)
ONLY_TAGS = re.compile(r"(?:<[^<>]+>\s*)+")
WRAPPED = range(45, 90)


def paragraphs(element: etree._Element) -> list[str]:
    """The paragraphs of an element's content, in order: without pictures, headers and what is not for publication."""
    found: list[str] = []
    inline: list[str] = []

    def close() -> None:
        for part in re.split(r"\n\s*\n", "".join(inline)):
            lines = [flat(line) for line in part.strip().split("\n")]
            # Lines of the length of a wire's column are one paragraph that was wrapped.
            mark = " " if all(len(line) in WRAPPED for line in lines[:-1]) else "\n"
            # Code to embed a film or a post, escaped as if it were text, is none.
            if (text := mark.join(lines).strip()) and not ONLY_TAGS.fullmatch(text):
                found.append(text)
        inline.clear()

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = local(node).lower()
        if event == "start":
            left_out = node is not element and _is_left_out(node, name)
            if name in BLOCKS:
                close()
            if name == "table" and not left_out:
                if rows := _rows(node):
                    found.append(rows)
            elif name == "pre" and not left_out:
                if text := unix_lines("".join(node.itertext())).strip("\n"):
                    found.append(text)
            elif name == "br":
                inline.append("\n")
            elif not left_out:
                inline.append(_spaced(node.text))
                continue
            walk.skip_subtree()
        else:
            if name in BLOCKS:
                close()
            if node is not element:
                inline.append(_spaced(node.tail))
    close()
    return found


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _is_left_out(node: etree._Element, name: str) -> bool:
    if (
        not name
        or name in LEFT_OUT
        or (name in ("header", "footer") and local(node.getparent()).lower() in ("body", "article"))
    ):
        return True
    marks = f"{node.get('class') or ''} {node.get('itemprop') or ''}".split()
    return any(mark in NOT_TEXT for mark in marks)


def _rows(table: etree._Element) -> str:
    rows = (
        [flat("".join(cell.itertext())) for cell in row if local(cell).lower() in ("td", "th")]
        for row in table.iter("{*}tr", "tr")
    )
    return "\n".join("\t".join(row) for row in rows if any(row))


def of_markup(markup: str) -> list[str]:
    """The paragraphs of HTML in a string. Raises InputError where it cannot be read."""
    if markup.count("<") > MOST_TAGS:
        raise InputError(f"has a body of more than {MOST_TAGS:,} tags.", remedy="give it as one article.")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError(f"has a body that cannot be read ({error}).", remedy="export it again.") from None
    return paragraphs(tree)


def of_text(value: str) -> list[str]:
    """The paragraphs of a string, whether it holds HTML or plain text."""
    value = unix_lines(value)
    if not MARKUP.search(value):
        return of_lines(value)
    inner = re.sub(r"</?p\b[^<>]*>", "\n\n", value)
    if "<" not in inner and re.search(r"\S\n {2,}\S", inner):  # a wire's indented lines in one element
        return of_lines(lxml_html.fromstring(f"<pre>{inner}</pre>").text_content() if "&" in inner else inner)
    return of_markup(value)


def of_lines(text: str) -> list[str]:
    """The paragraphs of plain text: blank lines and indented lines begin them; the lines of a wire's column join."""
    found = []
    for chunk in re.split(r"\n[ \t]*(?:\n[ \t]*)+", unix_lines(text).strip("\n")):
        lines = chunk.split("\n")
        flush = any(line and not line[0].isspace() for line in lines)
        groups: list[list[str]] = []
        for line in lines:
            if not groups or (re.match(r"\t| {2,}", line) and flush) or line.startswith(("\t", "==")):
                groups.append([])
            groups[-1].append(line.strip(" \t"))
        found += [_joined(group) for group in groups]
    return [paragraph for paragraph in found if paragraph]


def _joined(lines: list[str]) -> str:
    longest = max(len(line) for line in lines)
    if longest not in WRAPPED or any(line.startswith(("- ", "* ", "• ")) for line in lines):
        return "\n".join(line for line in lines if line)
    text = ""
    for line in filter(None, lines):  # a word that was broken at its hyphen joins again
        text += line if not text or re.search(r"[^\W_]-$", text) else f" {line}"
    return text


def without_signature(found: list[str]) -> list[str]:
    """The paragraphs without what closes a wire item behind its words: initials, "ends", a rule, a copyright line."""
    while len(found) > 1 and (
        SIGNATURE.fullmatch(found[-1].strip("() ")) or SIGNED.fullmatch(found[-1]) or RIGHTS.match(found[-1])
    ):
        found = found[:-1]
    return found
