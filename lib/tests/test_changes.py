"""What changed between two runs: records in, exact rows out; and a week of nights over a corpus that changes."""

import json
from datetime import datetime
from inspect import signature

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from standpoint import (
    alliances,
    changes,
    changes_told,
    comparison,
    contrast,
    coverage,
    flows,
    presence,
    report,
    run,
    run_record,
    store,
    voices,
    workspace,
)
from standpoint import positions as positions_of
from standpoint.cli import main
from standpoint.corpus import corpus_at
from standpoint.errors import InputError
from standpoint.ledger import Entry, Ledger
from standpoint.measures import ratios
from standpoint.positions import positions
from standpoint.preparation import Prepared, prepare


def figure(chart, row, value, measure="share", low=None, high=None, **more):
    key = f"harbour@{more.pop('run', 'aa')}/{chart}/0"
    base = {"chart": chart, "notebook": "00-briefing", "row": [row], "label": row, "unit": "stories", "thin": False}
    return base | {"measure": measure, "value": value, "low": low, "high": high, "key": key} | more


def record(figures=(), articles=None, **more):
    articles = articles or {}
    counts = {"articles": sum(map(len, articles.values())), "statements": 40, "stances": 20}
    base = {"when": "2025-03-01T04:15:00+00:00", "filters": {"since": "", "until": ""}, "codebook": "b1"}
    base |= {"version": "0.1.0", "program": "p1", "reader": "rules", "notebooks": {}, "briefing": [], "recent": {}}
    return base | {"figures": list(figures), "articles": articles, "counts": counts} | more


def ids(n, first=0):
    return {f"a{i}": "00" for i in range(first, first + n)}


def rows(frame):
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]


def test_findings_that_moved_come_with_difference_unit_and_keys():
    old = record(
        [
            figure("actors-in-news", "Mara Lind", 0.30, low=0.20, high=0.40),
            figure("actors-in-news", "Tomas Okoye", 0.50, low=0.30, high=0.70),
            figure("actors-in-news", "Dock Workers", 0.101),
            figure("positions", "Mara Lind, wages", 1.0, "index"),
            figure("positions", "Old Guild, wages", -1.0, "index", thin=True),
            figure("quoted-by", "Courier", 5.0, "statements"),
        ]
    )
    new = record(
        [
            figure("actors-in-news", "Mara Lind", 0.45, run="bb"),
            figure("actors-in-news", "Tomas Okoye", 0.40, run="bb"),
            figure("actors-in-news", "Dock Workers", 0.104, run="bb"),  # reads 10% before and after
            figure("positions", "Mara Lind, wages", 0.5, "index", run="bb"),
            figure("chains", "TASR", 3.0, "links", run="bb"),  # no such chart before
        ]
    )
    moved = changes.moved_findings(old, new)
    assert rows(moved[["finding", "measure", "old", "new", "difference", "outside", "thin"]]) == [
        ("Mara Lind", "share", 0.30, 0.45, 0.15, True, False),
        ("Tomas Okoye", "share", 0.50, 0.40, -0.10, False, False),
        ("Mara Lind, wages", "index", 1.0, 0.5, -0.5, None, False),
        ("Old Guild, wages", "index", -1.0, None, None, None, True),
    ]
    assert rows(moved[["chart", "unit", "old_key", "new_key"]])[0] == (
        "actors-in-news", "stories", "harbour@aa/actors-in-news/0", "harbour@bb/actors-in-news/0"
    )  # fmt: skip
    assert [changes_told.finding_told(row) for row in moved.to_dict("records")] == [
        "Mara Lind, actors in news: 30% → 45% (+15 points)",
        "Tomas Okoye, actors in news: 50% → 40% (−10 points)",
        "Mara Lind, wages, positions: +1.00 → +0.50 (−0.50)",
        "Old Guild, wages, positions: -1.00 (gone)",
    ]


def told(old, new):
    moved = changes.moved_findings(record(old), record(new))
    return [changes_told.finding_told(row) for row in moved.to_dict("records")]


def pair(chart, one, other, value, *more, **facts):
    names = (one, other)
    row = {"row": [*(n.lower().replace(" ", "-") for n in names), *more], "label": ", ".join(names)}
    return figure(chart, "", value, **facts) | row


@pytest.mark.parametrize("chart", ["co-appearances", "agreement"])
def test_a_pair_is_the_same_in_any_order(chart):
    old = [pair(chart, "Ines Aro", "Odo Venn", 4.0, "False", measure="stories")]  # earlier versions kept more of it
    new = [pair(chart, "Odo Venn", "Ines Aro", 6.0, measure="stories")]
    assert told(old, new) == [f"Odo Venn, Ines Aro, {chart.replace('-', ' ')}: 4 → 6 (+2)"]


def test_who_cites_whom_is_another_finding_the_other_way_round():
    old = [pair("chains", "Lorvik Herald", "Odo Venn", 4.0, measure="links")]
    new = [pair("chains", "Odo Venn", "Lorvik Herald", 4.0, measure="links")]
    assert told(old, new) == [
        "Odo Venn, Lorvik Herald, chains: 4 (new)",
        "Lorvik Herald, Odo Venn, chains: 4 (gone)",
    ]


def test_one_who_fell_below_what_a_chart_shows_is_not_gone():
    old = [figure("actors-in-news", "Ines Aro", 0.5), figure("actors-in-news", "Odo Venn", 0.2)]
    shares = {"Ines Aro": 0.5, "Clara Lund": 0.3, "Mara Lind": 0.1}
    new = [figure("actors-in-news", name, share) for name, share in shares.items()]
    assert told(old, new) == [
        "Clara Lund, actors in news: 30% (now among the 3 shown)",
        "Mara Lind, actors in news: 10% (now among the 3 shown)",
        "Odo Venn, actors in news: 20% (no longer among the 3 shown)",
    ]


def test_a_speaker_whom_a_chart_still_shows_is_gone_from_an_outlet_that_no_longer_quotes_them():
    old = [pair("quoted-by", "Lorvik Herald", "Odo Venn", 0.2), pair("quoted-by", "Mail", "Odo Venn", 0.2)]
    old += [pair("quoted-by", "Mail", "Clara Lund", 0.2)]
    new = [pair("quoted-by", "Mail", "Odo Venn", 0.2), pair("quoted-by", "Mail", "Ines Aro", 0.3)]
    assert told(old, new) == [
        "Mail, Ines Aro, quoted by: 30% (now among the 2 shown)",
        "Lorvik Herald, Odo Venn, quoted by: 20% (gone)",
        "Mail, Clara Lund, quoted by: 20% (no longer among the 2 shown)",
    ]


def test_statements_without_a_speaker_are_always_shown():
    unnamed = figure("share-of-voice", "", 0.3) | {"label": "unnamed sources"}
    speaks = figure("share-of-voice", "Ines Aro", 0.7)
    assert told([unnamed, speaks], [speaks]) == ["unnamed sources, share of voice: 30% (gone)"]


def test_an_actor_who_is_no_longer_drawn_over_time_is_not_told_for_each_month():
    old = [
        pair("actors-over-time", "1 May 2010", "Odo Venn", 0.4),
        pair("actors-over-time", "1 May 2010", "Ines Aro", 0.4),
    ]
    new = [
        pair("actors-over-time", "1 May 2010", "Odo Venn", 0.4),
        pair("actors-over-time", "1 Jun 2010", "Odo Venn", 0.5),
    ]
    assert told(old, new) == ["1 Jun 2010, Odo Venn, actors over time: 50% (new)"]


def test_the_charts_that_show_some_alone_are_those_whose_measures_have_a_limit():
    modules = (alliances, contrast, coverage, flows, presence, voices, positions_of)
    measures = {name: f for module in modules for name, f in vars(module).items() if f.__class__.__name__ == "function"}
    limited = {name for name, f in measures.items() if {"top", "speakers"} & {*signature(f).parameters}}
    limited.discard("ratios")  # whose "top" is a column
    assert {name.replace("_", "-") for name in limited} - {*run_record.PASSED_OVER} == {*changes.RANKED}


@pytest.mark.parametrize(
    ("measure", "old", "new", "difference"),
    [
        ("share", 0.874, 0.826, "−4 points"),  # read as 87% and 83%
        ("share", 0.694, 0.666, "−2 points"),
        ("share", 0.596, 0.574, "−3 points"),
        ("share", 0.004, 0.016, "+2 points"),
        ("index", 0.124, 0.376, "+0.26"),
        ("count", 12000.0, 12345.0, "+345"),
        ("count", 3.0, 1.0, "−2"),
    ],
)
def test_a_difference_is_that_of_the_numbers_as_they_are_read(measure, old, new, difference):
    assert changes_told.difference_told(old, new, measure) == difference


def test_a_large_count_is_read_in_full():
    assert changes_told.value_told(12345.0, "count") == "12,345"


@pytest.mark.parametrize(("moved", "outside", "says"), [
    (0, 0, "No finding moved since the run of 1 Mar 2025, 04:15 UTC."),
    (1, 0, "1 finding moved since the run of 1 Mar 2025, 04:15 UTC; outside its earlier 95 percent interval: none."),
    (72, 3, "72 findings moved since the run of 1 Mar 2025, 04:15 UTC; outside their earlier 95 percent interval: 3."),
])  # fmt: skip
def test_the_headline_says_how_many_findings_left_their_earlier_interval(moved, outside, says):
    assert changes_told.headline(moved, outside, "2025-03-01T04:15:00+00:00") == says


def test_a_mail_tells_first_what_left_its_earlier_interval():
    moved = [{"told": f"Finding {i}", "outside": i in (5, 7)} for i in range(1, 9)]
    about = {"state": "moved", "headline": "8 findings moved.", "why": [], "moved": moved}
    assert comparison.told("harbour", about) == [
        "harbour: 8 findings moved.", "  Finding 5", "  Finding 7", "  Finding 1", "  and 5 more"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "within", "moved"),
    [
        ((6, 7), (6, 8), (0.5, 1.0), False),  # an article on something else
        ((6, 7), (6, 20), (0.5, 1.0), True),  # so many of them that the share left its interval
        ((6, 7), (6, 8), (None, None), False),
        ((6, 7), (7, 9), (0.5, 1.0), True),  # named once more
        ((6, 7), (5, 7), (0.5, 1.0), True),
        ((60, 70), (61, 71), (0.8, 0.9), False),  # 86% before and after
    ],
)
def test_a_share_moves_by_what_it_counts_and_not_by_articles_on_other_things(was, now, within, moved):
    old = figure("actors-in-news", "Mara Lind", was[0] / was[1], low=within[0], high=within[1], count=was[0])
    new = figure("actors-in-news", "Mara Lind", now[0] / now[1], count=now[0])
    assert len(changes.moved_findings(record([old]), record([new]))) == moved


def test_where_an_earlier_version_kept_no_count_any_change_of_a_share_is_told():
    old, new = figure("actors-in-news", "Mara Lind", 6 / 7), figure("actors-in-news", "Mara Lind", 6 / 8, count=6)
    assert len(changes.moved_findings(record([old]), record([new]))) == 1


def test_rows_of_nobody_are_told_apart_by_what_they_are_called():
    table = pd.DataFrame(
        {
            "actor_id": ["ines-aro", None, None],
            "actor": ["Ines Aro", "unnamed sources", "no source found"],
            "share": [0.5, 0.3, 0.2],
            "evidence_key": ["k0", "k1", "k2"],
        }
    )
    found = list(run_record._rows(table, "share-of-voice", "03-voices"))
    assert [f["row"] for f in found] == [["ines-aro"], ["unnamed sources"], ["no source found"]]


@pytest.mark.parametrize(
    ("row", "measure", "count"),
    [({"share": 6 / 7, "n": 7}, "share", 6), ({"index": 0.5, "n": 4}, "index", None), ({"share": 0.5}, "share", None)],
)
def test_a_record_tells_what_a_share_counts(row, measure, count):
    assert run_record._count(row, measure) == count


@pytest.mark.parametrize(("columns", "measure", "kind"), [
    (["n", "share"], "share", "share"), (["n", "wire_share"], "wire_share", "share"),
    (["articles", "share_words"], "share_words", "share"), (["n", "index"], "index", "index"),
    (["articles", "links"], "articles", "count"), ([], "", "count"),
])  # fmt: skip
def test_a_chart_is_compared_by_the_column_it_is_drawn_from(columns, measure, kind):
    assert run_record._measure(columns) == measure
    assert changes.kind_of(measure) == kind


def test_reasons_are_counts_by_outlet_by_codebook_entry_and_by_version():
    old = record(articles={"Courier": ids(3), "Lantern": ids(2, 10)}, notebooks={"01-corpus": "n1", "02-actors": "n1"})
    new = record(
        articles={"Courier": ids(2) | {"a2": "ff"} | ids(2, 20), "Lantern": ids(1, 10)},
        codebook="b2",
        version="0.2.0",
        program="p2",
        reader="learned",
        filters={"since": "2025-02-01", "until": ""},
        notebooks={"01-corpus": "n2", "02-actors": "n1"},
    )
    was = ["issues\twage\tclaim: The wage floor should rise.", "issues\twage\ten.terms: wage"]
    now = [was[0], "issues\twage\ten.terms: pay", "issues\twage\ten.terms: floor", "actors\tguild\tname: Guild"]
    why = changes.reasons(old, new, was, now)
    assert rows(why) == [
        ("articles", "Courier", 2, 0, 1),
        ("articles", "Lantern", 0, 1, 0),
        ("codebook", "issue wage", 2, 1, 0),
        ("codebook", "actor guild", 1, 0, 0),
        ("program", "0.1.0 → 0.2.0", 0, 0, 1),
        ("reader", "rules → learned", 0, 0, 1),
        ("selection", "all days → from 2025-02-01", 0, 0, 1),
        ("notebook", "01-corpus", 0, 0, 1),
    ]
    assert changes_told.why_told(why) == [
        "2 articles added: Courier 2",
        "1 article removed: Lantern 1",
        "1 article edited: Courier 1",
        "The codebook was edited (3 lines added, 1 removed): issue wage, actor guild",
        "Program: 0.1.0 → 0.2.0",
        "Reader: rules → learned",
        "Days asked for: all days → from 2025-02-01",
        "Notebooks edited: 01-corpus",
    ]
    assert rows(changes.reasons(old, old | {"codebook": "b2"}, None, now)) == [
        ("codebook", "lines are no longer known", 0, 0, 1)
    ]


@pytest.mark.parametrize(
    ("old", "new", "limits", "expected"),
    [
        ({"Courier": ids(12)}, {}, {}, [("empty", "articles", 12, 0)]),
        ({"Courier": ids(9), "Lantern": ids(3, 50)}, {"Courier": ids(9)}, {}, [("vanished", "Lantern", 3, 0)]),
        ({"Courier": ids(9), "Lantern": ids(2, 50)}, {"Courier": ids(9)}, {}, []),
        (
            {"Courier": ids(9), "Lantern": ids(2, 50)},
            {"Courier": ids(9)},
            {"outlet": 1},
            [("vanished", "Lantern", 2, 0)],
        ),
        (
            {"Courier": ids(10), "Lantern": ids(9, 50)},
            {"Courier": ids(5), "Lantern": ids(4, 50)},
            {},
            [("halved", "articles", 19, 9), ("halved", "Courier", 10, 5)],
        ),
        ({"Courier": ids(10)}, {"Courier": ids(6)}, {}, []),
        (
            {"Courier": ids(10)},
            {"Courier": ids(6)},
            {"halving": 0.6},
            [("halved", "articles", 10, 6), ("halved", "Courier", 10, 6)],
        ),
    ],
)
def test_alarms_and_their_limits(old, new, limits, expected):
    assert rows(changes.alarms(record(articles=old), record(articles=new), limits)) == expected


def test_fewer_positions_than_half_are_an_alarm_and_other_days_asked_for_are_none():
    articles = {"Courier": ids(9)}
    old, new = record(articles=articles), record(articles=articles)
    new["counts"] = new["counts"] | {"stances": 7}
    assert rows(changes.alarms(old, new)) == [("halved", "stances", 20, 7)]
    assert changes.alarms(old, new | {"filters": {"since": "2025-03-01", "until": ""}}).empty
    assert changes.alarms(None, new).empty


def test_an_outlet_that_fell_silent_is_an_alarm_where_articles_are_collected():
    now = record(articles={"Courier": ids(40)}, recent={"Courier": [8, 9.5], "Lantern": [0, 12.0], "Mail": [0, 2.5]})
    assert rows(changes.alarms(None, now, grows=True)) == [("silent", "Lantern", 12, 0)]
    assert changes.alarms(None, now).empty
    assert changes_told.alarm_told("silent", "Lantern", 12, 0) == (
        "Lantern has fallen silent: 12 articles a week before, none in the last one."
    )


@pytest.mark.parametrize(("since", "until", "articles", "statements"), [
    ("", "", ["a1-again", "b1", "b2"], 2),
    ("2025-03-02", "", ["a1-again", "b1"], 2),
    ("2025-03-01", "2025-03-01", ["a1"], 1),
])  # fmt: skip
def test_of_an_articles_versions_the_newest_that_is_selected_counts(tmp_path, since, until, articles, statements):
    days = [datetime(2025, 3, 1, 23, 59), datetime(2025, 3, 2), datetime(2025, 3, 2), None]
    facts = {"article_id": ["a1", "a1-again", "b1", "b2"], "version_of": ["a1-again", None, None, None]}
    facts |= {"published": days, "outlet": ["Courier", "Courier", "Courier", None], "title": ["Fees"] * 4}
    columns = pa.schema([(n, pa.timestamp("us", "UTC") if n == "published" else pa.string()) for n in facts])
    pq.write_table(pa.table(facts | {"text": ["Ships came."] * 4}, columns.append(pa.field("text", pa.string()))),
                   tmp_path / "articles.parquet")  # fmt: skip
    for name in ("statements", "stances"):
        pq.write_table(pa.table({"article_id": ["a1", "a1-again", "b1"]}), tmp_path / f"{name}.parquet")
    found = run_record._contents(tmp_path, {"since": since, "until": until})
    assert sorted(i for mine in found["articles"].values() for i in mine) == articles
    assert found["counts"] == {"articles": len(articles), "statements": statements, "stances": statements}


def test_a_notebook_that_failed_is_compared_when_it_works_again(tmp_path, monkeypatch):
    monkeypatch.setattr(run_record, "_contents", lambda *_: {"articles": {}, "counts": {}, "recent": {}})
    before = record([figure("actors-in-news", "Mara Lind", 0.3, notebook="02-actors")], briefing=[{"text": "Five."}])
    entries = {"02-actors": Entry("k", "harbour", "02-actors", "failed", run="failed")}
    found = run_record.found(Prepared("harbour"), {}, entries, tmp_path, before)
    assert found["figures"] == before["figures"] and found["briefing"] == before["briefing"]
    assert changes.moved_findings(before, record(found["figures"])).empty


# A week of nights: a corpus is tagged by rules, charts' numbers stand in for notebooks

SAYS = {
    "Courier": "Mara Lind, the president of the Dock Workers, called for a higher minimum wage. Ships came on day {}.",
    "Lantern": "Tomas Okoye, the director of the Small Shops, rejected a higher minimum wage. It rained on day {}.",
    "Mail": "Rosa Quill, the chair of the Bakers, called for a higher living wage. The gulls were quiet on day {}.",
}
ISSUE = {"id": "minimum-wage", "claim": "The minimum wage should be raised.", "en": {"terms": ["minimum wage"]}}


def articles(*wanted):
    out = []
    for outlet, days in wanted:
        for day in days:
            facts = {"article_id": f"{outlet}-{day}", "outlet": outlet, "title": f"Day {day}"}
            out.append(facts | {"published": f"2025-03-{day:02}T08:00:00Z", "text": SAYS[outlet].format(day)})
    return out


def shares(tagged):
    data = tagged.articles.merge(tagged.stories, on="article_id").assign(one=1)
    data["mail"] = (data["outlet"] == "Mail").astype(int)
    return ratios(data, ["outlet"], "mail", "one").drop(columns=["mail", "one"]).assign(unit="publications")


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Nine runs; each as (what the page is given, its record's number), and the folder."""
    out, told, asked = tmp_path_factory.mktemp("week"), {}, []
    folder, path = out / "reports" / "harbour", out / "harbour"
    folder.mkdir(parents=True)
    path.mkdir()

    def prepared(given, terms):
        issue = ISSUE | {"en": {"terms": list(terms), "for": ["fair"]}}
        (path / "corpus.yaml").write_text(
            json.dumps({"title": "Harbour", "reader": "rules", "codebook": {"issues": [issue]}})
        )
        (path / "articles.jsonl").write_text("".join(json.dumps(a) + "\n" for a in given))
        ready = prepare(str(path), "", tag=True)
        assert not ready.problem, ready.problem
        return ready

    def night(name, given, terms=("minimum wage",), since=""):
        if asked[:2] != [given, terms]:
            asked[:] = [given, terms, prepared(given, terms)]
        ready = asked[2]
        tagged = store.load(ready.folder, None, ready.codebook, since=since)
        run = f"{len(told):010x}"
        here = folder / "00-briefing" / run
        here.mkdir(parents=True)
        for chart, table in (("by-outlet", shares(tagged)), ("positions", positions(tagged))):
            table = table.drop(columns="evidence", errors="ignore")
            table["evidence_key"] = [f"harbour@{run}/{chart}/{i}" for i in range(len(table))]
            pq.write_table(pa.Table.from_pandas(table, preserve_index=False), here / f"{chart}.parquet")
            (here / f"{chart}.evidence.html").write_text("")
        leads = f"{len(tagged.articles)} articles."
        (here / "export.json").write_text(
            json.dumps({"charts": ["by-outlet", "positions"], "findings": [{"text": leads}]})
        )
        kept = run_record.kept(folder)
        same = bool(kept) and kept[0]["content"] == ready.content and kept[0]["program"] == run_record.program_hash()
        entries = {
            "00-briefing": Entry(
                "k", "harbour", "00-briefing", "done", run=kept[0]["runs"]["00-briefing"] if same else run
            )
        }
        about, fresh = comparison.compare(ready, {"since": since, "until": ""}, {"00-briefing": "n"}, entries, folder)
        if fresh:
            run_record.keep(folder, fresh, ready.codebook)
        told[name] = about

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "STORE", out / "store")
        start = articles(("Courier", range(1, 7)), ("Lantern", range(1, 5)), ("Mail", range(1, 5)))
        more = [*start, *articles(("Mail", range(5, 11)))]
        night("first", start)
        night("same", start)
        night("added", more)
        night("edited", more, terms=("minimum wage", "living wage"))
        patch.setattr(run_record, "program_hash", lambda: "another")
        patch.setattr(run_record, "__version__", "9.9.9")
        night("version", more, terms=("minimum wage", "living wage"))
        fewer = [a for a in more if a["outlet"] != "Lantern"]
        night("vanished", fewer, terms=("minimum wage", "living wage"))
        night("quiet", fewer, terms=("minimum wage", "living wage"))
        night("halved", fewer[::2], terms=("minimum wage", "living wage"))
        night("days", fewer[::2], terms=("minimum wage", "living wage"), since="2025-03-06")
    return told, folder


def facts(about):
    return [(m["finding"], m["chart"], m["old"], m["new"], m["difference"]) for m in about["moved"]]


def test_the_first_run_and_one_that_changes_nothing_say_so(week):
    first, same = week[0]["first"], week[0]["same"]
    assert (first["state"], first["headline"]) == ("first", "First run: nothing to compare with.")
    assert first["moved"] == first["why"] == first["alarms"] == []
    assert same["state"] == "same" and same["headline"].startswith("Nothing changed since the run of ")
    assert comparison.told("harbour", same) == [f"harbour: {same['headline']}"]


def test_articles_that_were_added_are_the_reason_why(week):
    added = week[0]["added"]
    assert added["why"] == ["6 articles added: Mail 6"]
    assert added["briefing"] == [{"old": "14 articles.", "new": "20 articles."}]
    assert added["headline"].startswith("No finding moved since the run of ")  # each outlet's share of itself


def test_an_edited_codebook_gives_positions_that_were_not_found_before(week):
    edited = week[0]["edited"]
    assert edited["why"] == ["The codebook was edited (1 line added, 0 removed): issue minimum-wage"]
    assert facts(edited) == [("The minimum wage should be raised, Rosa Quill", "positions", "–", "+1.00", "new")]
    assert edited["alarms"] == []


def test_another_program_is_the_reason_and_nothing_moved(week):
    version = week[0]["version"]
    assert version["state"] == "still" and version["why"][0].endswith(" → 9.9.9")


def test_an_outlet_that_vanished_is_an_alarm_until_something_else_changes(week):
    alarm = "Lantern has vanished: 4 articles in the run before, none now."
    assert week[0]["vanished"]["alarms"] == week[0]["quiet"]["alarms"] == [alarm]
    assert week[0]["quiet"]["last"] == week[0]["vanished"]["headline"]
    assert ("Lantern", "by outlet", "0%", "–", "gone") in facts(week[0]["vanished"])


def test_a_sudden_halving_is_an_alarm_and_a_smaller_selection_is_not(week):
    assert week[0]["halved"]["alarms"] == [
        "Articles fell from 16 to 8.",
        "Statements fell from 16 to 8.",
        "Stances fell from 16 to 8.",
        "Articles of Mail fell from 10 to 5.",
    ]
    assert week[0]["days"]["alarms"] == [] and "Days asked for: all days → from 2025-03-06" in week[0]["days"]["why"]


def test_old_and_new_numbers_lead_to_their_sentences(week):
    told, folder = week
    gone = next(m for m in told["vanished"]["moved"] if m["difference"] == "gone")
    assert gone["new_link"] == "" and (folder / gone["old_link"].partition("#")[0]).is_file()
    assert [p.name for p in sorted((folder / "runs").glob("*.json"))] == [f"{i:06}.json" for i in range(3, 8)]


def test_what_changed_is_a_table_too(week):
    assert (
        (week[1] / "changes.csv").read_text().startswith("chart,finding,measure,old,new,difference,outside,thin,unit,")
    )


def test_the_pages_show_it_amber_where_there_is_an_alarm_and_escape_what_articles_said(tmp_path):
    row = {"finding": "<b>Lind</b>", "chart": "positions", "unit": "stories", "old": "10%", "new": "14%"}
    row |= {"difference": "+4 points", "outside": True, "thin": False, "old_link": "", "new_link": "a/b.html#row-1"}
    shown = {"state": "moved", "headline": "1 finding moved.", "why": ["1 article added: <i>Mail</i> 1"], "last": ""}
    shown |= {"moved": [row], "briefing": [{"old": "Three.", "new": "Four."}], "alarms": ["<u>Mail</u> has vanished"]}
    about = {"name": "harbour", "version": "0.1.0", "problem": "", "codebook": "", "notebooks": [], "changes": shown}
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour" / "corpus.json").write_text(json.dumps(about | {"filters": {"since": "", "until": ""}}))
    report.write(tmp_path)
    page, index = ((tmp_path / name).read_text() for name in ("harbour/index.html", "index.html"))
    for text in (page, index):
        assert '<div class="alert amber" role="note">' in text and "&lt;u&gt;Mail&lt;/u&gt; has vanished" in text
        assert "1 finding moved." in text and "<u>" not in text
    assert "&lt;b&gt;Lind&lt;/b&gt;" in page and "outside its earlier interval" in page and "+4 points" in page
    assert '<a href="a/b.html#row-1">14%</a>' in page and "1 article added: &lt;i&gt;Mail&lt;/i&gt; 1." in page


def test_a_note_in_the_ledger_is_no_run(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.add(Entry("k1", "harbour", "00-briefing", "done"))
    ledger.note({"corpus": "harbour", "headline": "Nothing changed.", "alarms": []})
    assert list(ledger.last()) == ["k1"]
    assert json.loads(ledger.path.read_text().splitlines()[1])["headline"] == "Nothing changed."


def test_wrong_limits_are_told_with_their_line(tmp_path):
    (tmp_path / "corpus.yaml").write_text("title: Harbour\nalarms:\n  halving: half\n")
    with pytest.raises(InputError, match=r"corpus\.yaml, line 3: .*a share from 0 to 1"):
        corpus_at(tmp_path)


@pytest.mark.parametrize(("strict", "alarms", "failures", "status"), [
    (False, ["a"], [], 0), (True, ["a"], [], 3), (True, [], [], 0), (True, ["a"], ["b"], 1),
])  # fmt: skip
def test_an_alarm_counts_in_the_exit_status_where_strictness_is_asked_for(
    strict, alarms, failures, status, tmp_path, monkeypatch, capsys
):
    done = run.Outcome(
        tmp_path / "index.html", failures=failures, alarms=alarms, changes=["harbour: No finding moved."]
    )
    monkeypatch.setattr(run, "report", lambda *_, **__: done)
    assert main(["report", "harbour", *(["--strict"] if strict else [])]) == status
    said = capsys.readouterr()
    assert said.out.startswith("harbour: No finding moved.\n")
    assert ("standpoint: alarm: a\n" in said.err) == bool(alarms)
