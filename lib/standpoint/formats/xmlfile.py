"""XML files of news: parsed with nothing expanded, nothing fetched, and bounded memory."""

import codecs
import contextlib
import re
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path

from lxml import etree

from standpoint.errors import InputError
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import unix_lines

LARGEST = 50_000_000
# Only these names reach Python's codecs: some of its others do more than decode.
CHARSET = re.compile(
    rb"encoding\s*=\s*[\"'](windows-125\d|iso-8859-\d+|latin-?1|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+)", re.I
)
PROLOG = re.compile(r"(?:\ufeff|\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*", re.S | re.I)
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S | re.I)
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.I)
ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
OF_XML = {"amp", "lt", "gt", "quot", "apos"}
BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?")


def root_name(opening: str) -> str:
    """The local name of the root element of a text that begins as XML, "" where it does not."""
    start = PROLOG.match(opening).end()  # type: ignore[union-attr]
    match = ROOT.match(opening, start)
    return match[1] if match else ""


def declared(path: Path) -> str:
    """The 8-bit encoding that the XML declaration names and the bytes fit; "" where there is none."""
    raw = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    for name in CHARSET.findall(raw[:200]):
        try:
            codec = codecs.lookup(name.decode()).name
            raw.decode(codec)
            return codec
        except (LookupError, UnicodeDecodeError):
            continue
    return ""


def load(path: Path, encoding: Encoding) -> str:
    """The file's XML as text without its declaration and document type: no entity is ever expanded.

    Raises InputError where it is too large to be held in memory.
    """
    if path.stat().st_size > LARGEST:
        problem = f"is an XML file of more than {LARGEST:,} bytes."
        raise InputError(problem, remedy="split it into files of fewer articles.")
    return bare(path.read_text(encoding=encoding.name, errors=encoding.errors))


def bare(markup: str) -> str:
    """XML without declaration and document type, on the same lines; the entities of HTML (&nbsp;) as characters."""
    markup = NOT_XML.sub("", unix_lines(markup)).lstrip("\ufeff")
    markup = DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), markup, count=1)
    end = PROLOG.match(markup).end()  # type: ignore[union-attr]
    prolog = DOCTYPE.sub(lambda match: "\n" * match[0].count("\n"), markup[:end])
    return (prolog + NAMED.sub(_character, markup[end:])).lstrip(" ")


def _character(match: re.Match[str]) -> str:
    return match[0] if match[1] in OF_XML else html5.get(match[1] + ";", match[0])


def _options() -> dict[str, object]:
    return {
        "encoding": "utf-8", "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
        "remove_comments": True, "remove_pis": True,
    }  # fmt: skip


def parsed(markup: str) -> etree._Element:
    """The root of bare XML. Raises InputError, naming the line, where it is not well-formed."""
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), etree.XMLParser(**_options()))
    except etree.XMLSyntaxError as error:
        raise InputError(_told(error), remedy="export or copy it again.") from None


def items(markup: str, names: tuple[str, ...]) -> tuple[list[etree._Element], str]:
    """The elements of these local names, in order, and what broke ("" where the XML is whole).

    Of XML that breaks off, the elements that were closed before.
    """
    try:
        root = parsed(markup)
    except InputError as error:
        return _whole(markup, names), error.problem
    return [e for e in root.iter(*(f"{{*}}{name}" for name in names)) if not _inside(e, names)], ""


def _inside(element: etree._Element, names: tuple[str, ...]) -> bool:
    return any(local(a) in names for a in element.iterancestors())


def _whole(markup: str, names: tuple[str, ...]) -> list[etree._Element]:
    parser = etree.XMLPullParser(events=("end",), tag=[f"{{*}}{name}" for name in names], **_options())
    found: list[etree._Element] = []
    raw = markup.encode("utf-8", "replace")
    try:
        for start in range(0, len(raw), 65_536):
            parser.feed(raw[start : start + 65_536])
            found += [element for _, element in parser.read_events()]
    except etree.XMLSyntaxError:
        with contextlib.suppress(etree.XMLSyntaxError):
            found += [element for _, element in parser.read_events()]
    return [e for e in found if not _inside(e, names)]


def _told(error: etree.XMLSyntaxError) -> str:
    text = (error.msg or "broken").split(", line ")[0]
    if entity := re.match(r"Entity '(\S+)' not defined", text):
        return f"uses the entity &{entity[1]}; (line {error.lineno}): entities are never expanded."
    return f"is not whole XML: {text} (line {error.lineno})."


def local(element: etree._Element) -> str:
    """The element's name without its namespace, "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(element: etree._Element | None, path: str) -> Iterator[etree._Element]:
    """The elements at a path of local names ("contentMeta/headline"; "//p" for any depth), whatever their namespace."""
    if element is not None:
        deep = path.startswith("//")
        steps = "/".join(f"{{*}}{name}" for name in path.lstrip("/").split("/"))
        yield from element.iterfind((".//" if deep else "./") + steps)


def flat(value: str | None) -> str:
    """One line: white space of the mark-up is layout, not content."""
    return re.sub(r"[ \t\r\n\f]+", " ", value or "").strip()


def said(element: etree._Element | None) -> str:
    """All text of an element on one line."""
    return "" if element is None else flat("".join(element.itertext()))


def first(element: etree._Element | None, *paths: str) -> str:
    """The first text at one of the paths; "@name" ends a path at an attribute."""
    for path in paths:
        where, _, attribute = path.partition("@")
        for found in find(element, where.rstrip("/")) if where else [element]:
            if text := flat(found.get(attribute)) if attribute else said(found):
                return text
    return ""


def moment(value: str | None) -> str | None:
    """A time in ISO 8601's basic form (20190121T104233Z) in its extended form; others as they are."""
    text = flat(value)
    match = BASIC.fullmatch(text)
    if not match:
        return text or None
    year, month, day, hour, minute, second, zone = match.groups()
    date = f"{year}-{month}-{day}"
    return date if hour is None else f"{date}T{hour}:{minute}:{second or '00'}{zone or ''}"
