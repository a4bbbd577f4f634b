"""Dates as newspapers write them, in many languages: day, month by name and year, and a time where one follows."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib import import_module

from dateutil import tz

# The languages whose month names are known. A name that means different months in two of them (listopad is October in
# Croatian and November in Polish) is read only where the article's language decides.
LANGUAGES = (
    "en de fr es it pt nl da sv nb fi is ga ca eu gl cs sk pl hu sl hr sr bs ro bg ru uk be mk sq el tr az "
    "et lv lt he ar fa id ms vi hi hy ka kk"
).split()
MONTHS = (
    "january february march april may june july august september october november december".split()
)  # the names under which dateparser keeps the words of a language
WORD = r"[^\W\d_]+(?:['’`´][^\W\d_]+)?"
DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°|\.)?[\s,-]*(?:d[eao]s?\s+|d['’]|of\s+)?({WORD})\.?[\s,-]*"
    r"(?:d[eao]l?\s+|of\s+)?(\d{4})(?!\d)",
    re.I,
)
MONTH_FIRST = re.compile(rf"({WORD})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}})(?!\d)", re.I)
EAST = re.compile(r"(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]?")
CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})\s*(?:[:h]|\.(?=\d\d\s*(?:uhr|[ap]\.?m)))\s*(\d\d)?(?::(\d\d))?(?![\d.])\s*(uhr\b|h\b)?"
    r"\s*([ap])?(?:\.?m\b\.?)?",
    re.I,
)
ZONE = re.compile(
    r"\s*\(?(?:(?:GMT|UTC)\s*([+-])\s*(\d{1,2}):?(\d\d)?|(GMT|UTC|Z)\b|([+-])(\d\d):?(\d\d)\b|([A-Z]{3,4})\b)"
)
LETTERED = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3,
}  # fmt: skip
# What may stand beside a date without being part of it.
AROUND = set(
    "the of de del da do den der le la las los el à a at um kl klo o om uhr alle il lo dnia г року р year".split()
)


@cache
def _months() -> dict[str, dict[str, int]]:
    """For each language, the month that a word names, in lower case."""
    found: dict[str, dict[str, int]] = {}
    for code in LANGUAGES:
        info = import_module(f"dateparser.data.date_translation_data.{code}").info
        found[code] = {
            word.lower().rstrip("."): number for number, name in enumerate(MONTHS, 1) for word in info.get(name, ())
        }
    found["de"] |= {"jänner": 1, "feber": 2}
    return found


@cache
def _weekdays() -> frozenset[str]:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return frozenset(
        part
        for code in LANGUAGES
        for day in days
        for word in import_module(f"dateparser.data.date_translation_data.{code}").info.get(day, ())
        for part in re.findall(r"[^\W\d_]+", word.lower())
    )


def month(word: str, language: str = "") -> int:
    """The number of the month that a word names in `language`, or in every language that has it; 0 where unclear."""
    word = word.lower().rstrip(".")
    known = _months()
    if number := known.get(language, {}).get(word, 0):
        return number
    numbers = {names[word] for names in known.values() if word in names}
    return numbers.pop() if len(numbers) == 1 else 0


def find_date(text: str, language: str = "") -> datetime | None:
    """The first date written out in a text: naive where it gives no zone, at midnight where it gives no time.

    Null where there is none, the month's name is not known or not clear, or there is no such day. Only a time behind
    the date on the same line counts.
    """
    found = _found(text, language)
    return found[0] if found else None


def find_iso(text: str, language: str = "") -> str | None:
    """The same as ISO 8601: a day alone where no time is written, so that no zone moves it."""
    found = _found(text, language)
    if not found:
        return None
    return found[0].isoformat() if found[1] else found[0].date().isoformat()


def whole_date(text: str, language: str = "") -> tuple[datetime, bool] | None:
    """The date that a text is, and whether it gives a time; null where it holds words that are no part of a date."""
    found = _found(text, language)
    if not found:
        return None
    rest = re.findall(r"\d+|[^\W\d_]+", found[2].lower())
    return None if any(word not in _weekdays() and word not in AROUND for word in rest) else found[:2]


def _found(text: str, language: str) -> tuple[datetime, bool, str] | None:
    """The moment, whether a time was given, and what is left of the text without them."""
    for match, (year, month_number, day) in _candidates(text, language):
        try:
            moment = datetime(year, month_number, day)
        except ValueError:
            continue
        line_end = text.find("\n", match.end())
        tail = text[match.end() : line_end if line_end >= 0 else len(text)][:60]
        clock, left = _clock(tail)
        if clock is None:
            return moment, False, text[: match.start()] + " " + text[match.end() :]
        hour, minute, second, zone = clock
        moment = moment.replace(hour=hour, minute=minute, second=second, tzinfo=zone)
        return moment, True, text[: match.start()] + " " + left
    return None


def _candidates(text: str, language: str):
    found = []
    for match in DAY_FIRST.finditer(text):
        found.append((match, (int(match[3]), month(match[2], language), int(match[1]))))
    for match in MONTH_FIRST.finditer(text):
        found.append((match, (int(match[3]), month(match[1], language), int(match[2]))))
    for match in EAST.finditer(text):
        found.append((match, tuple(int(part) for part in match.groups())))
    return sorted((c for c in found if c[1][1]), key=lambda c: c[0].start())


def _clock(tail: str) -> tuple[tuple[int, int, int, timezone | None] | None, str]:
    """The time that a tail gives, with its zone; and the tail without it."""
    for match in CLOCK.finditer(tail):
        hour, minute, second = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        half = (match[5] or "").lower()
        if half and not 1 <= hour <= 12:
            continue
        hour = hour % 12 + 12 * (half == "p") if half else hour
        if hour > 23 or minute > 59 or second > 59:
            continue
        zone, end = _zone(tail, match.end())
        return (hour, minute, second, zone), tail[: match.start()] + " " + tail[end:]
    return None, tail


def _zone(tail: str, at: int) -> tuple[timezone | None, int]:
    match = ZONE.match(tail, at)
    if not match:
        return None, at
    if match[8]:
        hours = LETTERED.get(match[8])
        return (tz.tzoffset(match[8], hours * 3600), match.end()) if hours is not None else (None, at)
    if match[4]:
        return UTC, match.end()
    sign, hours, minutes = (match[1], match[2], match[3]) if match[1] else (match[5], match[6], match[7])
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return (timezone(offset), match.end()) if abs(offset) < timedelta(hours=24) else (None, at)
