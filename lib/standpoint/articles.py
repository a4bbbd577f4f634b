"""One record as found in a file → one row of the table `articles`, checked, with a stable id."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from ftfy import fix_encoding

from standpoint.dates import from_file_name, in_future, misread_in_file_name, read_date
from standpoint.errors import InputError
from standpoint.formats.language_names import language_code
from standpoint.formats.record import FIELDS, FileRule
from standpoint.languages import language_of
from standpoint.outlet_names import OutletNames
from standpoint.shingles import COMPARED
from standpoint.text import READ

PIECE = 1_000_000  # characters of a text that are counted at a time
LETTER = re.compile(r"[^\W\d_]")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.S)
SURROGATE = re.compile("[\ud800-\udfff]")
GARBLED = re.compile("â(?:€|\x80)")  # a quotation mark or dash in UTF-8 that was read as Windows-1252 or Latin-1
KINDS = {list: "a list", dict: "an object", bool: "true or false", int: "a number", float: "a number", bytes: "bytes"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a corpus and a file's rule say about every article in the file."""

    corpus: str
    source_file: str
    folder: str
    language: str
    zone: tzinfo
    zones: Mapping[str, tzinfo]
    rule: FileRule
    now: datetime
    called: OutletNames


def article(
    fields: Mapping[str, Any], setting: Setting, *, listed: bool = False
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The row, and warnings as (what this one shows, kind of problem).

    n_words counts runs of characters between white space. Raises InputError where a field has the wrong type or the
    text is empty or without any letter; a `listed` article may have an empty text, but must have a headline.
    """
    warnings: list[tuple[str, str]] = []
    texts = {name: _text(name, fields.get(name), warnings) for name in FIELDS if name != "published" and name in fields}
    text = texts.get("text") or ""
    if listed and not text.strip():
        if not texts.get("title"):
            raise InputError("has neither text nor headline.", remedy="give it one, or leave it out.")
        text = ""
    elif not text.strip():
        raise InputError("has no text.", remedy="give it a text, or leave it out.")
    elif not LETTER.search(text):
        raise InputError("has a text without any letter.", remedy="give the article's own words.")
    outlet, published, problem = origin({**fields, **texts}, setting)
    if problem:
        shown = f"the date {str(fields['published'])[:60]!r} {problem}; the article is kept without a date."
        warnings.append((shown, f"published {problem}"))
    published = published or _day_of_file(setting, warnings)
    row = {
        "article_id": texts.get("article_id"),
        "corpus": setting.corpus,
        "outlet": outlet,
        "agency": _agency(fields, setting),
        "published": published,
        "title": texts.get("title"),
        "byline": texts.get("byline"),
        "language": _language(texts.get("language"), text, setting.language, warnings),
        "url": _address(texts.get("url"), warnings),
        "text": text,
        "n_words": _words(text),
        "source_file": setting.source_file,
    }
    if row["article_id"] is None:
        row["article_id"] = stable_id(row)
    if len(text) > COMPARED:
        read = f" and only the first {READ:,} tagged" if len(text) > READ else ""
        shown = f"has {len(text):,} characters: only the first {COMPARED:,} are compared with other articles{read}."
        warnings.append((shown, "long"))
    # After the id is made: an id must not depend on the day of reading.
    if published is not None and in_future(published, setting.now):
        row["published"] = None
        shown = f"the date {published:%Y-%m-%d} lies in the future; the article is kept without a date."
        warnings.append((shown, "published in the future"))
    return row, warnings


def _day_of_file(setting: Setting, warnings: list[tuple[str, str]]) -> datetime | None:
    """The day that opens the file's name; a warning where something opens it that looks like a day and is none."""
    name, order = setting.source_file.rsplit("/", 1)[-1], setting.rule.dates
    if problem := misread_in_file_name(name, order):
        rename = f"{', or' if ': ' in problem else ':'} rename the file so that it opens with a day like 2025-03-04"
        shown = f"the file's name opens with {problem}{rename}. The article is kept without a date."
        warnings.append((shown, "date in the name"))
    return from_file_name(name, order)


def _words(text: str) -> int:
    """Runs of characters between white space, counted a piece at a time: a list of them all takes much memory."""
    found = 0
    for low in range(0, len(text), PIECE):
        found += len(text[low : low + PIECE].split())
        found -= low > 0 and not text[low - 1].isspace() and not text[low].isspace()  # a word counted in two pieces
    return found


def origin(fields: Mapping[str, Any], setting: Setting) -> tuple[str | None, datetime | None, str]:
    """Who published what a file holds, when (UTC), and what is wrong with the date ("" where nothing is).

    The outlet has its name in the codebook, whoever names it: a rule, a field, a wire item or a folder.
    """
    given = setting.rule.outlet or fields.get("outlet") or _sender(fields, setting) or setting.folder
    outlet = setting.called.known_as(given) or None
    zone = setting.zones.get(outlet or "", setting.zone)
    language = fields.get("language") or setting.language
    return outlet, *read_date(fields.get("published"), zone, setting.rule.dates, language)


def _sender(fields: Mapping[str, Any], setting: Setting) -> str:
    """Who sent a wire item: the first of its names that the codebook knows, else the first of them."""
    names = fields.get("provider") or ("",)
    return next((name for name in names if setting.called.find(name)), names[0])


def _agency(fields: Mapping[str, Any], setting: Setting) -> str | None:
    """The agency that a wire item itself names as its source, else its sender where that is one."""
    names = (*(fields.get("origin") or ()), *(fields.get("provider") or ()))
    known = (setting.called.find(name) for name in names)
    return next((outlet.name for outlet in known if outlet and outlet.is_agency), None)


def stable_id(row: Mapping[str, Any]) -> str:
    """An id of 16 hexadecimal digits from outlet, url (or title), day of publication and text: never from a path."""
    day = row["published"].date().isoformat() if row["published"] else ""
    return digest(row["outlet"] or "", row["url"] or row["title"] or "", day, row["text"].strip()).hex()


def digest(*parts: str) -> bytes:
    """Eight bytes that stand for these texts, each told apart from the next by its length."""
    made = hashlib.blake2b(digest_size=8)
    for part in parts:
        raw = part.encode(errors="surrogatepass")  # JSON may hold half a character
        made.update(b"%d:" % len(raw) + raw)
    return made.digest()


def _named(value: Any) -> Any:
    """Of {"id": …, "name": …}, as schema.org and NewsAPI write whoever publishes or writes, the name."""
    return value.get("name") if isinstance(value, dict) and isinstance(value.get("name"), str) else value


def _text(name: str, value: Any, warnings: list[tuple[str, str]]) -> str | None:
    """The field as text, null where it is empty. Ids may be numbers, bylines lists, outlets objects with a name."""
    if name == "article_id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if name in ("outlet", "byline"):
        value = _named(value)
    if name == "byline" and isinstance(value, list) and all(isinstance(_named(item), str) for item in value):
        value = ", ".join(map(_named, value))
    if value is not None and not isinstance(value, str):
        what = KINDS.get(type(value), type(value).__name__)
        raise InputError(f"{name} is {what}; expected a text.", remedy=f'write "{name}": "…".')
    if not value or not value.strip():
        return None
    if garbled := GARBLED.search(value):  # then all of it was decoded wrongly; a stray "Ã©" may be the page's own
        warnings.append((_garbled(name, value, garbled.start()), f"{name} garbled letters"))
        value = fix_encoding(value)
    if SURROGATE.search(value):
        # Half a character (an unpaired \\ud83d in JSON) cannot be stored; one sign for it keeps every offset.
        value = SURROGATE.sub("\ufffd", value)
        warnings.append((f"{name} holds half characters, shown as �.", f"{name} half characters"))
    return value


def _garbled(name: str, value: str, at: int) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in value[max(0, at - 8) : at + 8])
    return f"{name} was garbled by a wrong encoding (“{shown}”): put right; have the file exported again as UTF-8."


def _language(value: str | None, text: str, default: str, warnings: list[tuple[str, str]]) -> str:
    """The language that the file gives, else what the text is recognised as, else the corpus's."""
    if value is not None:
        if match := LANGUAGE.fullmatch(value.strip().lower()):
            return match[1]
        if named := language_code(value):
            return named
        shown = f"the language {value[:40]!r} is not a code such as en; {default} is taken."
        warnings.append((shown, "language"))
        return default
    code = language_of(text, default)
    if code != default:
        warnings.append((f"was recognised as written in {code!r}, not {default!r}.", f"language {code}"))
    return code


def _address(value: str | None, warnings: list[tuple[str, str]]) -> str | None:
    """The address where it is one of the web: others (javascript:) must never become a link in a report."""
    if value is None or re.match(r"https?://", value.strip(), re.I):
        return value and value.strip()
    warnings.append((f"the address {value[:60]!r} does not begin with http:// or https://; left out.", "url"))
    return None
