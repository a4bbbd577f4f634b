"""The briefing: five findings in words, each computed from a chart's rows and led to them, and a note on method."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import pandas as pd

from standpoint import (
    charts_coverage,
    charts_positions,
    charts_presence,
    charts_voices,
    coverage,
    decided,
    positions,
    presence,
    voices,
)
from standpoint.charts import LEAST_STORIES, Chart, counted, leading, percent, words
from standpoint.charts import listed as in_a_row
from standpoint.charts_positions import firmest
from standpoint.export import Finding
from standpoint.store import Tagged
from standpoint.view import View
from standpoint.voices import NOT_FOUND, UNNAMED

MOST_SIDES = 6  # told of a corpus of a few stories


def four_charts(tagged: Tagged) -> tuple[Chart, Chart, Chart, Chart]:
    """The charts that matter: who is in the news, who speaks, who stands where, what comes from agencies."""
    return (
        charts_presence.actors_in_news(presence.actors_in_news(tagged), tagged),
        charts_voices.share_of_voice(voices.share_of_voice(tagged), tagged),
        charts_positions.positions(positions.positions(tagged), tagged),
        charts_coverage.by_outlet(coverage.by_outlet(tagged), tagged),
    )


def findings(in_news: Chart, speaks: Chart, stand: Chart, by_outlet: Chart) -> list[Finding]:
    """Five sentences: who is in the news, who speaks, who stays unnamed, who stands where, what comes from agencies.

    Each says what its chart's title says, and leads to a row where the title tells of one. Of a few stories, in which
    nothing can be compared, it is told who speaks in them, and who takes which side.
    """
    if all(chart.too_little for chart in (in_news, speaks, stand, by_outlet)) and in_news.n:
        return list(_of_few(in_news, speaks, stand))
    return [
        _first(in_news, "stories"),
        _first(speaks, "statements"),
        _unnamed(speaks),
        _stands(stand),
        _agencies(by_outlet),
    ]


def listed(found: Sequence[Finding]) -> View:
    """The findings as a numbered list, each with the chart and row where its sentences are."""
    ends = [f.text if f.text.endswith(".") else f"{f.text}." for f in found]
    places = [f.chart if f.row is None else f"{f.chart}, row {f.row + 1}" for f in found]
    items = "".join(
        f'<li style="margin:.4em 0">{escape(text)} <small style="color:#595959">[{escape(place)}]</small></li>'
        for text, place in zip(ends, places, strict=True)
    )
    lines = [f"{i}. {text} [{place}]" for i, (text, place) in enumerate(zip(ends, places, strict=True), 1)]
    return View(f'<ol style="max-width:46em;line-height:1.5">{items}</ol>', "\n".join(lines))


def method_note(tagged: Tagged) -> View:
    """How the numbers came about: what was read, tagged and counted, and what they cannot tell."""
    reading, book = tagged.reading, tagged.codebook
    read, kept, rejected = (int(pd.to_numeric(reading[c]).sum()) for c in ("read", "kept", "rejected"))
    speech = tagged.statements[tagged.statements["kind"] != "act"]
    named = percent(float(speech["speaker_id"].notna().mean())) if len(speech) else "none"
    notes = [
        f"Read: {counted(read, 'article')} from {counted(len(reading), 'file')}, {kept:,} kept, {rejected:,} rejected; "
        f"in this selection: {tagged!r}.",
        f"Tagged by the {tagged.reader} reader with a codebook of {counted(len(book.actors), 'actor')} and "
        f"{counted(len(book.issues), 'issue')}: {counted(len(speech), 'statement')}, {named} of them with a named "
        f"speaker, and {counted(len(tagged.stances), 'stance')}.",
        decided.told(tagged),
        "Counted: reprints of a story are one independent story; a reprinted quotation counts once. Intervals are 95% "
        "bootstrap intervals over stories: they hold chance in the choice of stories, not the reader’s errors, which "
        "docs/accuracy.md tells.",
        "Every number leads to the sentences it was counted from: open them before you quote it.",
    ]
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return View(f'<ul style="max-width:46em;font-size:.9em">{items}</ul>', "\n".join(f"- {note}" for note in notes))


def _of_few(in_news: Chart, speaks: Chart, stand: Chart) -> Iterator[Finding]:
    stories = counted(in_news.n, "independent story")
    yield Finding(f"Too little data to compare anything: a finding needs {LEAST_STORIES} stories", in_news.name)
    named = speaks.data[speaks.data["actor_id"].notna()]
    if len(named):
        told = counted(int(named["statements"].sum()), "statement")
        have = "has" if told.startswith("1 ") else "have"
        yield Finding(f"In {stories}, {told} {have} a named speaker: {in_a_row(list(named['actor']))}", speaks.name)
    for i, row in enumerate(stand.data.head(MOST_SIDES).to_dict("records")):
        side = {1: "supports", -1: "opposes"}.get(row["index"], "takes both sides on")
        who, claim = words(row["actor"], 50, 1), words(row["claim"], 200, 1).rstrip(".")
        yield Finding(f"In {counted(int(row['n']), 'story')}, {who} {side} “{claim}”", stand.name, i)


def _first(chart: Chart, by: str) -> Finding:
    """What the chart's title says, which is told of its first row, with that row's interval where it stands alone."""
    if chart.too_little:
        return Finding(chart.title, chart.name)
    alone = len(leading(chart.data[chart.data["actor_id"].notna()], by)) == 1
    return Finding(chart.title + (_within(chart.data.iloc[0]) if alone else ""), chart.name, 0)


def _unnamed(chart: Chart) -> Finding:
    """How many statements are of a source without a name; those without any source are told apart."""
    if chart.too_little:
        return Finding("Too little data to say how many statements have no named speaker", chart.name)
    rows = {row["actor"]: (i, row) for i, row in enumerate(chart.data.to_dict("records")) if pd.isna(row["actor_id"])}
    unnamed, missing = rows.get(UNNAMED), rows.get(NOT_FOUND)
    none_found = f"for {percent(missing[1]['share'])} no source was found" if missing else ""
    if unnamed:
        i, row = unnamed
        further = f"; {none_found}" if none_found else ""
        of_all = f"{percent(row['share'])} of the {counted(chart.n, 'statement')}"
        return Finding(f"{of_all} have a source, but no name was found for it{_within(row)}{further}", chart.name, i)
    if missing:
        i, row = missing
        of_all = f"of the {counted(chart.n, 'statement')}"
        return Finding(f"{none_found[:1].upper()}{none_found[1:]}, {of_all}{_within(row)}", chart.name, i)
    return Finding(f"Every one of the {counted(chart.n, 'statement')} has a named speaker", chart.name)


def _stands(chart: Chart) -> Finding:
    row = None if chart.too_little else firmest(chart.data)
    if row is None:
        return Finding(chart.title, chart.name)
    actors, issues = (counted(chart.data[f"{kind}_id"].nunique(), kind) for kind in ("actor", "issue"))
    return Finding(f"{chart.title}; {actors} take positions on {issues}", chart.name, row)


def _agencies(chart: Chart) -> Finding:
    if chart.too_little or not chart.data["wire"].sum():
        return Finding(chart.title, chart.name)
    most = charts_coverage.takes_most(chart.data)
    within = _within(chart.data.iloc[0]).replace("(", "(its ") if len(most) == 1 else ""
    return Finding(chart.title + within, chart.name, 0 if most or len(chart.data) == 1 else None)


def _within(row: Mapping[str, float]) -> str:
    """The interval of a share in words, for a reader who does not look at the chart."""
    if pd.isna(row["low"]) or pd.isna(row["high"]) or row["low"] == row["high"]:
        return ""
    return f" (95% interval {percent(float(row['low']))} to {percent(float(row['high']))})"
