"""Which format a file is in: by its first bytes where they tell, by its name where they do not."""

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats import (
    agency,
    delimited,
    dna,
    europresse,
    excel,
    factiva_html,
    factiva_text,
    factiva_xml,
    feeds,
    html,
    jsonitems,
    jsonl,
    mediacloud,
    newsml1,
    newsml_g2,
    nexis_docx,
    nexis_html,
    nexis_text,
    nitf,
    parquet,
    rtf,
    text,
    warc,
    xmlfile,
)
from standpoint.formats.encoding import Encoding, detect
from standpoint.formats.record import FileRule, Item

SUFFIXES = {
    ".txt": "text", ".text": "text", "": "text", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".csv": "delimited", ".tsv": "delimited", ".tab": "delimited", ".parquet": "parquet", ".pq": "parquet",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "nexis-docx", ".rtf": "rtf", ".xlsx": "excel",
    ".xlsm": "excel", ".xlsb": "excel", ".xls": "excel", ".ods": "excel",
    **dict.fromkeys((".xml", ".nml", ".newsml", ".g2", ".nitf", ".ntf", ".rss", ".atom", ".rdf"), "xml"),
    **dict.fromkeys((".tst", ".iptc", ".anpa", ".msg7901"), "text"), ".ninjs": "jsonl",
    **dict.fromkeys((".zip", ".gz", ".warc", ".wet", ".arc"), "archive"),
}  # fmt: skip
READERS = {
    "text": text.read, "jsonl": jsonl.read, "delimited": delimited.read, "html": html.read,
    "json": jsonitems.read, "newsml-g2": newsml_g2.read, "newsml-1": newsml1.read, "nitf": nitf.read,
    "feed": feeds.read, "sitemap": feeds.sitemap, "agency-text": agency.read,
}  # fmt: skip
# XML formats by the local name of their root element.
ROOTS = {
    "newsItem": "newsml-g2", "packageItem": "newsml-g2", "newsMessage": "newsml-g2", "conceptItem": "newsml-g2",
    "knowledgeItem": "newsml-g2", "planningItem": "newsml-g2", "catalogItem": "newsml-g2", "NewsML": "newsml-1",
    "nitf": "nitf", "rss": "feed", "feed": "feed", "RDF": "feed", "urlset": "sitemap", "sitemapindex": "sitemap",
}  # fmt: skip
# Downloads of news databases are told by what is in them, before anything else is asked.
DATABASES = {
    "nexis-html": nexis_html,
    "nexis-text": nexis_text,
    "factiva-html": factiva_html,
    "factiva-text": factiva_text,
    "factiva-xml": factiva_xml,
    "europresse": europresse,
    "mediacloud": mediacloud,
    "dna": dna,
}
DOCUMENTS = {"nexis-docx": nexis_docx, "rtf": rtf, "excel": excel}
PAGES = {"html", "nexis-html", "factiva-html", "europresse"}
READERS |= {name: module.read for name, module in DATABASES.items()}
# How a file in an 8-bit encoding may name it.
DECLARED = dict.fromkeys(PAGES, html.declared) | dict.fromkeys(ROOTS.values(), xmlfile.declared)
# Of a file that breaks off (in a damaged gzip file) these formats keep what came before; the others are one piece.
PIECEWISE = {"jsonl", "delimited", *ROOTS.values()}
# Read as a whole: of these a download of more bytes is no one's.
WHOLE = {"nexis-html", "nexis-text", "factiva-html", "factiva-text", "factiva-xml", "europresse"}
LARGEST = 100_000_000
NOT_READ = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
REMEDY = "export it as text, JSON Lines, CSV, Parquet, HTML or NewsML, or take it out of the folder."
HEAD = 65_536


def recognise(path: Path, rule: FileRule, language: str = "en") -> tuple[str, Iterator[Item], str]:
    """The name of the file's format, what it holds, and a warning about its encoding ("" where there is none).

    `language` helps to tell the encoding of a file that is not UTF-8.
    Raises InputError for a format that is not read, OSError where the file cannot be opened.
    """
    if not path.is_file():
        raise InputError("is not a regular file.", remedy="take it out of the folder.")
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    suffix = path.suffix.lower()
    if warc.is_warc(path, head):
        return "warc", warc.read(path, rule, language), ""
    if head.startswith(b"PAR1") or SUFFIXES.get(suffix) == "parquet":
        return "parquet", parquet.read(path, rule), ""
    if database := next((name for name, module in DOCUMENTS.items() if module.looks(path)), None):
        return database, DOCUMENTS[database].read(path, rule), ""
    for start, what in NOT_READ.items():
        if head.startswith(start):
            raise InputError(f"is {what}, which is not read.", remedy=REMEDY)
    encoding = detect(path, language, nul_allowed=SUFFIXES.get(suffix) in ("jsonl", "html"))
    name = _format(_opening(path, encoding), suffix, rule)
    if name in WHOLE and path.stat().st_size > LARGEST:
        raise InputError(f"is a download of more than {LARGEST:,} bytes.", remedy="download fewer articles at a time.")
    if name in DECLARED and encoding.warning and (charset := DECLARED[name](path)):
        encoding = Encoding(charset, "strict", "")
    return name, partial(READERS[name], encoding=encoding)(path, rule), encoding.warning


def _opening(path: Path, encoding: Encoding) -> str:
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        return handle.read(HEAD).lstrip("\ufeff \t\r\n")


def _format(opening: str, suffix: str, rule: FileRule) -> str:
    if database := next((name for name, module in DATABASES.items() if module.looks(opening)), None):
        return database
    line = opening.partition("\n")[0].rstrip("\r")
    by_name = SUFFIXES.get(suffix)
    if (root := xmlfile.root_name(opening)) in ROOTS:
        return ROOTS[root]
    if agency.is_agency_text(opening):
        return "agency-text"
    if _is_json_document(opening, line):
        return "json"
    if by_name in ("jsonl", "html", "delimited") and not (by_name == "delimited" and _is_json(line)):
        return by_name
    if _is_json(line):
        return "jsonl"
    if opening[:500].lower().startswith(("<!doctype html", "<html")) or (
        opening.startswith("<") and "<html" in opening[:2000].lower()
    ):
        return "html"
    if by_name not in ("text", "delimited"):
        if root:
            raise InputError(f"is XML of a kind that is not read (<{root[:40]}>).", remedy=REMEDY)
        raise InputError(f"is in a format that is not read ({suffix}).", remedy=REMEDY)
    return "delimited" if delimited.looks_delimited(line, rule) else "text"


def _is_json_document(opening: str, line: str) -> bool:
    """Is a file one list of objects, or one object over several lines?"""
    if re.match(r"\[\s*[{\]]", opening):
        return True
    following = opening[len(line) :].lstrip()
    return bool(re.match(r"\{\s*\"", opening)) and bool(following) and following[0] != "{" and not _is_json(line)


def _is_json(line: str) -> bool:
    """Is the line a JSON object (or the beginning of one too long to see)?"""
    if not line.startswith("{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return len(line) > HEAD - 10 and line[1:].lstrip().startswith('"')
