"""Tables over time as people read them: months by name, and months without news in one row."""

import pandas as pd
import pytest

from standpoint import run_record
from standpoint.export import month, monthly
from standpoint.folding import folded

COLUMNS, NUMBERS = ["period", "actor", "stories", "share"], {"stories", "share"}


def rows(*counts, actor="Ines Aro"):
    names = ["March", "April", "May", "June", "July", "August"]
    return [[name, actor, str(n), "50%" if n else share] for name, (n, share) in zip(names, counts, strict=False)]


NEWS, NONE, NOT_NAMED = (2, ""), (0, ""), (0, "0%")


def test_months_without_news_stand_in_one_row_which_leads_nowhere():
    assert folded(COLUMNS, NUMBERS, rows(NEWS, NONE, NONE, NONE, NEWS)) == [
        (0, ["March", "Ines Aro", "2", "50%"]),
        (None, ["April to June", "Ines Aro", "0", ""]),
        (4, ["July", "Ines Aro", "2", "50%"]),
    ]


@pytest.mark.parametrize("counts", [
    (NEWS, NONE, NONE, NEWS),  # two are as short as one and its two ends
    (NONE, NOT_NAMED, NONE, NOT_NAMED),  # no story at all, and stories that name others
])  # fmt: skip
def test_other_rows_stay(counts):
    assert folded(COLUMNS, NUMBERS, rows(*counts)) == list(enumerate(rows(*counts)))


def test_one_actors_months_are_not_anothers():
    both = [*rows(NONE, NONE, NONE), *rows(NONE, NONE, NONE, actor="Odo Venn")]
    assert [row[:2] for _, row in folded(COLUMNS, NUMBERS, both)] == [
        ["March to May", "Ines Aro"],
        ["March to May", "Odo Venn"],
    ]


def test_a_table_without_periods_keeps_its_rows():
    zeros = [["Lorvik Herald", "0"]] * 4
    assert folded(["outlet", "articles"], {"articles"}, zeros) == list(enumerate(zeros))


@pytest.mark.parametrize(("days", "are"), [
    (["2015-02-01", "2015-03-01", "2018-10-01"], True),
    (["2015-02-01", "2015-02-02"], False),
    (["2021-02-01", "2021-03-01"], False),  # Mondays: they may be weeks
    (["2015-02-01"], False),  # it may be a day
    ([], False),
])  # fmt: skip
def test_months_are_told_from_weeks_and_days(days, are):
    assert monthly(pd.Series(pd.to_datetime(days, utc=True))) == are


def test_a_month_is_read_by_its_name():
    assert month(pd.Timestamp("2015-02-01", tz="UTC")) == "February 2015"


def test_a_record_names_months_and_knows_a_pair_by_its_two_alone():
    months = pd.to_datetime(["2015-02-01", "2015-03-01"], utc=True)
    table = pd.DataFrame({"period": months, "actor_id": "ines-aro", "actor": "Ines Aro", "share": 0.5, "thin": False})
    table["evidence_key"] = ["harbour@aa/actors-over-time/0", "harbour@aa/actors-over-time/1"]
    assert [f["label"] for f in run_record._rows(table, "actors-over-time", "02-actors")] == [
        "Ines Aro, February 2015",
        "Ines Aro, March 2015",
    ]
    pair = pd.DataFrame({"source": ["ines-aro"], "source_name": ["Ines Aro"], "target": ["odo-venn"]})
    pair = pair.assign(target_name="Odo Venn", share=1.0, strange=True, evidence_key="harbour@aa/agreement/0")
    found = next(run_record._rows(pair, "agreement", "04-stances"))
    assert (found["row"], found["label"]) == (["ines-aro", "odo-venn"], "Ines Aro, Odo Venn")
