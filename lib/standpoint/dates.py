"""Publication dates: what exports and pages write → a moment in UTC, or null with the reason."""

import re
import warnings
from datetime import UTC, date, datetime, time, timedelta
from datetime import tzinfo as Zone
from email.utils import parsedate_to_datetime

from dateutil import parser, tz

OLDEST_YEAR = 1600
AHEAD = timedelta(days=2)
NUMBER = "is a number, which could mean several dates"

ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d.*)?|\d{8}(T\d{4,6}Z?)?", re.S)
MAIL = re.compile(r"([A-Z][a-z]{2}, *)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d?:\d\d(:\d\d)? ([+-]\d{4}|[A-Z]{1,4})")
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}:\d\d(?::\d\d)?))?")
# A date that opens a file name. Eight digits alone are often a number of something else: only years of our time count.
NAMED = re.compile(
    r"(?:(?P<year>\d{4})([-_. ])(?P<month>\d\d)\2(?P<day>\d\d)(?!\d)"
    r"|(?P<year_>(?:19|20)\d\d)(?P<month_>\d\d)(?P<day_>\d\d)(?![^\W_]))"
)
NAMED_BACKWARDS = re.compile(r"(\d\d?)([-_. ])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
SHORT = re.compile(r"(?:19|20)\d\d([-_. ])\d\d?\1\d\d?(?!\d)")
# Zones by the letters that RFC 2822 fixes, and Central Europe's; others (IST, BST) mean several zones.
ZONES = {n: tz.tzoffset(n, h * 3600) for n, h in {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
}.items()}  # fmt: skip


def read_date(value: object, zone: Zone = UTC, order: str = "", language: str = "") -> tuple[datetime | None, str]:
    """The moment in UTC that `value` names, and "" or why it is null.

    A time without a zone is in `zone`; a day without a time is midnight UTC of that day. `order` ("day-first" or
    "month-first") decides 03/04/2025; without it such a date is null. Numbers alone are not taken for epochs. Months
    may have their names in many languages; `language` decides where two languages mean different months by one name.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ""
    try:
        moment = _read(value, zone, order, language)
        if moment.year < OLDEST_YEAR:
            return None, "lies before there were newspapers"
        return moment, ""
    except _Unclear as error:
        return None, str(error)
    except (ValueError, OverflowError, parser.UnknownTimezoneWarning):
        return None, "is not a date that can be read"


def from_file_name(name: str, order: str = "") -> datetime | None:
    """The day with which a file name opens, midnight UTC; null where there is none.

    2025-01-13, 2025_01_13, 20250113, and the day first where it is clear or `order` says so: 13-01-2025.
    """
    return _opening(name, order)[0]


def misread_in_file_name(name: str, order: str = "") -> str:
    """The numbers that open a file name as a date would, and why they are none; "" where they are one, or none do."""
    return _opening(name, order)[1]


def _opening(name: str, order: str) -> tuple[datetime | None, str]:
    if match := NAMED.match(name):
        year, month, day = (match[part] or match[f"{part}_"] for part in ("year", "month", "day"))
        shown, written = match[0], f"{year}-{month}-{day}"
    elif match := NAMED_BACKWARDS.match(name):
        shown, written = match[0], "/".join(match.group(1, 3, 4))
    elif match := SHORT.match(name):
        return None, f"{match[0]!r}, which has not two digits each for month and day"
    else:
        return None, ""
    found, problem = read_date(written, order=order)
    return found, problem and f"{shown!r}, which {problem}"


def in_future(moment: datetime, now: datetime) -> bool:
    """Does it lie more than two days after `now`? Then it is a mistake, not a publication date."""
    return moment > now + AHEAD


class _Unclear(ValueError):
    """A date that could be read in more than one way, or not in full."""


def _read(value: object, zone: Zone, order: str, language: str) -> datetime:
    if isinstance(value, datetime):
        if value != value:  # NaT
            raise _Unclear("is not a date that can be read")
        return _utc(value, zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if not isinstance(value, str):
        raise _Unclear(NUMBER if isinstance(value, int | float) else "is no date")
    text = " ".join(value.split())
    if len(text) > 80:
        raise _Unclear("is not a date that can be read")
    if ISO.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return _in_words(text, zone, language)
        return _utc(moment, zone) if len(text) > 10 else moment.replace(tzinfo=UTC)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        raise _Unclear(NUMBER)
    if match := NUMBERS.fullmatch(text):
        return _in_numbers(match, zone, order)
    if MAIL.fullmatch(text):
        return _utc(parsedate_to_datetime(text), UTC)
    return _in_words(text, zone, language)


def _utc(moment: datetime, zone: Zone) -> datetime:
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    utc = moment.astimezone(UTC)
    return datetime(*utc.timetuple()[:6], utc.microsecond, UTC)


def _in_numbers(match: re.Match[str], zone: Zone, order: str) -> datetime:
    """Dots put the day first; slashes and hyphens only where one number cannot be a month, or `order` says so."""
    first, mark, second, year, clock = match.groups()
    a, b = int(first), int(second)
    if order == "month-first" and mark != ".":
        day, month = b, a
    elif order == "day-first" or mark == "." or a > 12 or a == b:
        day, month = a, b
    elif b > 12:
        day, month = b, a
    else:
        raise _Unclear("could be two days: say `dates: day-first` or `dates: month-first` for this file in corpus.yaml")
    moment = datetime(int(year), month, day, tzinfo=UTC)
    if not clock:
        return moment
    clock = clock if clock[2] == ":" else f"0{clock}"
    return _utc(datetime.combine(moment, time.fromisoformat(clock)), zone)


def _in_words(text: str, zone: Zone, language: str) -> datetime:
    """Dates with month names. What is missing shows where two different defaults give two different dates."""
    try:
        return _in_english(text, zone)
    except ValueError:
        # Read after English, and imported when first needed: the words of many languages take a moment to load.
        from standpoint.written_dates import whole_date

        if (found := whole_date(text, language)) is None:
            raise
        moment, timed = found
        return _utc(moment, zone) if timed else moment.replace(tzinfo=UTC)


def _in_english(text: str, zone: Zone) -> datetime:
    with warnings.catch_warnings():
        warnings.simplefilter("error", parser.UnknownTimezoneWarning)
        one = parser.parse(text, default=datetime(2000, 1, 1), tzinfos=ZONES)
        other = parser.parse(text, default=datetime(2004, 2, 2, 1), tzinfos=ZONES)
    if one.date() != other.date() or not re.search(r"\b\d{4}\b", text):
        raise _Unclear("does not give day, month and the year in full")
    if one.hour != other.hour:
        return datetime.combine(one.date(), time(), UTC)
    return _utc(one, zone)
