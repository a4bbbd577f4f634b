"""Publication dates: what exports write, and the moment in UTC that it means."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpoint.dates import from_file_name, in_future, misread_in_file_name, read_date

KYIV = ZoneInfo("Europe/Kyiv")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-01-13T10:00:00Z", "2025-01-13T10:00"),
        ("2025-01-13T10:00:00+02:00", "2025-01-13T08:00"),
        ("2025-01-13T10:00:00+0200", "2025-01-13T08:00"),
        ("2025-01-13 23:30:00-05:00", "2025-01-14T04:30"),
        ("2025-01-13T10:00:00.123Z", "2025-01-13T10:00:00.123"),
        ("2025-01-13 10:00 UTC", "2025-01-13T10:00"),
        ("Mon, 13 Jan 2025 10:00:00 +0100", "2025-01-13T09:00"),
        ("Tue, 4 Feb 2025 19:18:00 GMT", "2025-02-04T19:18"),
        ("Mon, 13 Jan 2025 10:00:00 EST", "2025-01-13T15:00"),
        ("13 January 2025 10:00 CET", "2025-01-13T09:00"),
    ],
)
def test_a_time_with_a_zone_means_one_moment_whatever_the_outlets_zone(written, meant):
    assert read_date(written, KYIV) == (moment(meant), "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-01-13T10:00", "2025-01-13T08:00"),
        ("2025-07-13 10:00", "2025-07-13T07:00"),
        ("13.01.2025 1:30", "2025-01-12T23:30"),
        ("13 January 2025, 10:00", "2025-01-13T08:00"),
        (datetime(2025, 1, 13, 10), "2025-01-13T08:00"),
    ],
)
def test_a_time_without_a_zone_is_in_the_zone_of_the_outlet(written, meant):
    assert read_date(written, KYIV) == (moment(meant), "")


@pytest.mark.parametrize(
    "written",
    [
        *("2025-01-13", "20250113", "13 January 2025", "January 13, 2025", "Jan. 13, 2025", "13th January 2025"),
        *("Monday, 13 January 2025", "13.01.2025", "13.1.2025", "13/01/2025", "01/13/2025", "13-01-2025"),
        date(2025, 1, 13),
    ],
)
def test_a_day_without_a_time_stays_that_day_whatever_the_zone(written):
    assert read_date(written, ZoneInfo("Pacific/Auckland")) == (moment("2025-01-13"), "")


def test_a_date_that_could_be_two_days_is_read_only_by_the_order_that_the_analyst_gives():
    assert read_date("03/04/2025", order="day-first")[0] == moment("2025-04-03")
    assert read_date("03/04/2025", order="month-first")[0] == moment("2025-03-04")
    found, problem = read_date("03/04/2025")
    assert found is None
    assert "dates: day-first" in problem
    assert read_date("04/04/2025")[0] == moment("2025-04-04")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2025-02-31", "not a date"),
        ("31 February 2025", "not a date"),
        ("2025-13-45", "not a date"),
        ("13/01/25", "the year in full"),
        ("January 2025", "does not give day"),
        ("Monday", "does not give day"),
        ("10:30", "does not give day"),
        ("1736762400", "a number"),
        (1736762400, "a number"),
        (1736762400.5, "a number"),
        (["2025-01-13"], "no date"),
        ("yesterday", "not a date"),
        ("0001-01-01", "before there were newspapers"),
        ("13 January 2025 10:00 IST", "not a date"),
        ("9" * 10_000, "not a date"),
        ("2025-01-13T10:00" + ":00" * 30, "not a date"),
        (pd.NaT, "not a date"),
    ],
)
def test_what_is_no_clear_date_is_null_with_the_reason(written, problem):
    found, reason = read_date(written)
    assert found is None
    assert problem in reason


def test_month_first_makes_no_month_of_a_thirteenth():
    assert read_date("13/01/2025", order="month-first") == (None, "is not a date that can be read")


@pytest.mark.parametrize("written", [None, "", "  \n"])
def test_no_date_is_no_problem(written):
    assert read_date(written) == (None, "")


@given(st.text(max_size=40) | st.dates(date(1990, 1, 1)).map(str) | st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"))
def test_whatever_is_written_gives_a_moment_in_utc_or_a_reason(written):
    found, reason = read_date(written, KYIV)
    assert (found is None) or (reason == "" and found.tzinfo is UTC)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.timezones()))
def test_iso_dates_with_a_zone_come_back_as_the_same_moment(when):
    # ISO 8601 has no seconds in its offsets, which some zones had long ago.
    when = when.astimezone(UTC)
    assert read_date(when.isoformat()) == (when, "")


def test_a_file_name_may_open_with_the_day():
    assert from_file_name("2025-01-13-talks-go-on.txt") == moment("2025-01-13")
    assert from_file_name("2025-01-133.txt") is None
    assert from_file_name("2025-13-13-talks.txt") is None
    assert from_file_name("talks-2025-01-13.txt") is None


@pytest.mark.parametrize(
    "name", ["20250304-talks.txt", "2025_03_04 talks.txt", "2025.03.04.txt", "2025 03 04.txt", "20250304.txt"]
)
def test_a_day_in_the_order_of_iso_is_read_however_its_numbers_are_parted(name):
    assert (from_file_name(name), misread_in_file_name(name)) == (moment("2025-03-04"), "")


def test_a_day_that_comes_first_in_a_file_name_is_read_where_it_is_clear_or_the_order_is_given():
    assert from_file_name("13-03-2025-talks.txt") == moment("2025-03-13")
    assert from_file_name("04-03-2025-talks.txt", "day-first") == moment("2025-03-04")
    assert from_file_name("04_03_2025 talks.txt", "month-first") == moment("2025-04-03")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("2025-13-40-talks.txt", "'2025-13-40', which is not a date"),
        ("20251340-talks.txt", "'20251340', which is not a date"),
        ("04-03-2025-talks.txt", "'04-03-2025', which could be two days"),
        ("2025-3-4-talks.txt", "'2025-3-4', which has not two digits each"),
    ],
)
def test_numbers_that_open_a_file_name_like_a_date_and_are_none_are_told(name, why):
    assert from_file_name(name) is None
    assert misread_in_file_name(name).startswith(why)


@pytest.mark.parametrize(
    "name", ["talks.txt", "48213377.txt", "20250304a7c.txt", "202503041.txt", "7-eleven.txt", "3-4.txt"]
)
def test_other_numbers_in_a_file_name_are_no_dates(name):
    assert (from_file_name(name), misread_in_file_name(name)) == (None, "")


def test_two_days_ahead_may_be_a_zone_or_a_weekly_but_more_is_a_mistake():
    now = moment("2025-01-13")
    assert not in_future(now + timedelta(days=2), now)
    assert in_future(now + timedelta(days=2, seconds=1), now)
