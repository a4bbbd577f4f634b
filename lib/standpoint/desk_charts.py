"""The desk's charts: those of the notebooks, of a whole selection or of the actors that were chosen in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from standpoint import (
    alliances,
    charts_alliances,
    charts_contrast,
    charts_coverage,
    charts_positions,
    charts_presence,
    charts_voices,
    contrast,
    coverage,
    positions,
    presence,
    voices,
)
from standpoint.charts import Chart, listed, words
from standpoint.measures import names
from standpoint.store import Tagged


@dataclass(frozen=True, eq=False)
class Drawing:
    """One chart: what it answers, how it is made, and what a choice of actors makes of it.

    `actors` names the table of which only the chosen actors' rows count ("mentions", "statements", "stances"), or
    "rows": everything is measured, and their rows are drawn; left empty, the chart is of no actor. `few` are the
    measure's arguments where rows are taken, `title` what the chart is then of.
    """

    question: str
    measure: Callable[..., pd.DataFrame]
    chart: Callable[[pd.DataFrame, Tagged], Chart]
    actors: str = ""
    title: str = ""
    few: Mapping[str, int] = field(default_factory=dict)


QUESTIONS: dict[str, tuple[Drawing, ...]] = {
    "What is in it?": (
        Drawing("When?", coverage.volume, charts_coverage.volume),
        Drawing("How much is agency copy?", coverage.by_outlet, charts_coverage.by_outlet),
    ),
    "Who is in the news?": (
        Drawing(
            "Named most", presence.actors_in_news, charts_presence.actors_in_news, "mentions", "Named in the news"
        ),
        Drawing("Over time", presence.actors_over_time, charts_presence.actors_over_time, "mentions", "Over time"),
        Drawing(
            "With whom", presence.co_appearances, charts_presence.co_appearances, "rows", "In one sentence",
            {"top": 200},
        ),
    ),
    "Who gets to speak?": (
        Drawing("Heard most", voices.share_of_voice, charts_voices.share_of_voice, "rows", "Statements", {"top": 1000}),
        Drawing("Quoted or retold", voices.speech_kinds, charts_voices.speech_kinds, "statements", "Quoted or retold"),
        Drawing(
            "By which outlet", voices.quoted_by, charts_voices.quoted_by, "rows", "Heard in which outlets",
            {"speakers": 1000},
        ),
        Drawing("Through which chain", voices.chains, charts_voices.chains),
    ),
    "Who stands where?": (
        Drawing("Positions", positions.positions, charts_positions.positions, "stances", "Positions"),
        Drawing("What divides", positions.contested, charts_positions.contested, "stances", "For and against"),
        Drawing("Over time", positions.movement, charts_positions.movement, "stances", "Positions over time"),
        Drawing("Who agrees", alliances.agreement, charts_alliances.agreement, "rows", "Agreement"),
        Drawing("Who is near whom", alliances.places, charts_alliances.agreement_map),
    ),
    "How do outlets differ?": (
        Drawing("Words", contrast.distinctive_words, charts_contrast.distinctive_words),
        Drawing(
            "Issues", contrast.issue_attention, charts_contrast.issue_attention, "stances", "Positions reported"
        ),
        Drawing(
            "Positions", contrast.outlet_positions, charts_contrast.outlet_positions, "stances", "Balance of positions"
        ),
        Drawing("One story", contrast.same_story, charts_contrast.same_story),
    ),
}  # fmt: skip
HOLDS = {"mentions": "actor_id", "statements": "speaker_id", "stances": "holder_id"}
DRAWN = 25  # rows of chosen actors


def draw(drawing: Drawing, tagged: Tagged, actors: Sequence[str] = ()) -> Chart:
    """The chart of a selection, or of some actors in it: shares are then still of all that the selection holds.

    What a chart's title finds ("speaks most") need not hold of some actors only, so theirs says what is drawn.
    """
    if not actors or not drawing.actors:
        return drawing.chart(drawing.measure(tagged), tagged)
    if drawing.actors == "rows":
        data = drawing.measure(tagged, **drawing.few)
        ends = [c for c in ("actor_id", "source", "target") if c in data]
        data = data[data[ends].isin(list(actors)).any(axis=1)].head(DRAWN).reset_index(drop=True)
        part = tagged
    else:
        rows = getattr(tagged, drawing.actors)
        part = replace(tagged, **{drawing.actors: rows[rows[HOLDS[drawing.actors]].isin(list(actors))]})
        data = drawing.measure(part)
    made = drawing.chart(data, part)
    called = names(tagged)
    return made if made.too_little else titled(made, f"{drawing.title}: {listed([called.get(a, a) for a in actors])}")


def titled(chart: Chart, title: str) -> Chart:
    """The chart under another title, in as many lines as its own had."""
    for text in chart.figure.texts:
        if text.get_label() == "finding":
            text.set_text(words(title, 72, text.get_text().count("\n") + 1))
    return replace(chart, title=title, alt=title + chart.alt.removeprefix(chart.title))


def on_issues(tagged: Tagged, issues: Sequence[str]) -> Tagged:
    """The selection as if only these issues had been asked (all, where none is given)."""
    if not issues:
        return tagged
    asked = {i: issue for i, issue in tagged.codebook.issues.items() if i in issues}
    stances = tagged.stances[tagged.stances["target_id"].isin(list(asked))]
    return replace(tagged, codebook=replace(tagged.codebook, issues=asked), stances=stances)
