"""Charts of how outlets differ: their words, their issues, the positions they report, and what they keep of a story."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from standpoint.charts import (
    BLUE,
    LEAST_STORIES,
    MUTED,
    SKY,
    Chart,
    chart,
    counted,
    few_stories,
    frame,
    house,
    outlets_told,
    percent,
    source_note,
    too_little,
    words,
)
from standpoint.charts_axes import (
    COLUMNS,
    ROWS,
    heads,
    heat,
    label_rows,
    rest_of_outlets,
    row_height,
)
from standpoint.charts_positions import INDEX, ISSUES, POINTS, claim, leaning, matrix
from standpoint.decided import behind
from standpoint.measures import UNKNOWN, readable
from standpoint.store import Tagged

OUTLETS, WORDS, STORIES = 9, 8, 10
NOT_ABOUT = "An article may be about an issue without a position that was found"
FIRM, FAINT = 2, "#cfe3f0"  # z that one word alone would seldom reach by chance, and the colour of bars below


def distinctive_words(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """For each outlet the words that set it apart from the others, as bars of their log-odds z."""
    name, unit = "distinctive-words", "words counted"
    n = int(data.groupby("outlet")["n"].max().sum()) if len(data) else 0
    if few_stories(tagged) or data["outlet"].nunique() < 2:
        return too_little(name, "which words set outlets apart", data, tagged, n, unit, least="2 outlets")
    data = data.reset_index(drop=True)
    title = _most_apart(data)
    outlets = list(dict.fromkeys(data["outlet"]))[:OUTLETS]
    note = (
        f"z: log-odds with an informative prior (Monroe, Colaresi and Quinn 2008); pale: z below {FIRM}. So many words "
        "are compared that chance alone lifts some above it: a hint where to read, no finding. Names of actors and "
        "outlets are left out"
    )
    source = source_note(tagged, n, unit, note)
    lines = -(-len(outlets) // 3)
    with house():
        figure = frame(
            title,
            "Words each outlet uses more than the others do: its uses (uses in all others)",
            source,
            2.0 * lines + 0.3,
        )
        axes = figure.subplots(lines, 3, sharex=True, squeeze=False).ravel()
        for ax in axes[len(outlets) :]:
            ax.set_axis_off()
        for ax, outlet in zip(axes, outlets, strict=False):
            rows = data[data["outlet"] == outlet].nlargest(WORDS, "z")
            at = label_rows(ax, rows["word"], 16, 1)
            bars = ax.barh(at, rows["z"], height=0.66, color=[SKY if z > FIRM else FAINT for z in rows["z"]])
            for y, bar, (i, row) in zip(at, bars, rows.iterrows(), strict=True):
                bar.set_url(f"#row-{i}")
                number = ax.text(
                    max(row["z"], 0),
                    y,
                    f" {int(row['count']):,} ({int(row['elsewhere']):,})",
                    va="center",
                    fontsize=8,
                    color=MUTED,
                    url=f"#row-{i}",
                )
                number.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
            ax.set_ylim(WORDS - 0.4, -0.6)
            ax.set_title(words(outlet, 24), fontweight="bold")
            ax.axvline(FIRM, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        axes[0].set_xlim(0, float(data["z"].max()) * 1.35)
        for ax in axes[max(len(outlets) - 3, 0) : len(outlets)]:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel("z: how far apart", fontsize=8)
    alt = "Bars for each outlet: " + "; ".join(
        f"{words(outlet, 40, 1)}: {', '.join(words(w, 20, 1) for w in data[data['outlet'] == outlet]['word'].head(4))}"
        for outlet in outlets
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _most_apart(data: pd.DataFrame) -> str:
    """The word that sets an outlet apart most; where all lie where chance may have put them, that none clearly does."""
    top = data.loc[data["z"].astype(float).idxmax()]
    if not top["z"] > FIRM:
        return "No word clearly sets an outlet apart"
    return (
        f"The word that most sets an outlet apart is “{words(top['word'], 30, 1)}”: "
        f"{counted(int(top['count']), 'use')} in {words(top['outlet'], 40, 1)}, {int(top['elsewhere']):,} in all others"
    )


def issue_attention(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """The share of each outlet's articles in which a position on an issue was found, as a heat map."""
    name, unit = "issue-attention", "articles"
    every = readable(tagged).articles["outlet"].fillna(UNKNOWN).value_counts()
    counts = every.to_dict() | data.groupby("outlet")["n"].max().to_dict()
    outlets = pd.Series(counts, dtype="int64").sort_values(ascending=False, kind="stable")
    n = int(outlets.sum())
    if few_stories(tagged) or data["outlet"].nunique() < 2:
        return too_little(
            name, "on which issues outlets report positions", data, tagged, n, unit, least="2 outlets with positions"
        )
    data = data.reset_index(drop=True)
    note = f"Reprints are counted: what the outlet’s readers see{rest_of_outlets(outlets.index, COLUMNS, tagged)}"
    note = f"{note}{behind(data['evidence'], tagged)}. {NOT_ABOUT}"
    source = source_note(tagged, n, unit, note)
    found = data.groupby("claim")["articles"].sum().sort_values(ascending=False, kind="stable")
    claims = list(found.index)
    title = _found_most(data, found, n)
    with house():
        shows = "Articles in which a position on the claim was found, as a share of the outlet’s (number of articles)"
        figure = frame(title, shows, source, row_height(len(claims), 0.46) + 0.5)
        heat(figure.subplots(), data, ("claim", "outlet"), claims, heads(outlets), "articles")
    alt = f"Heat map of {counted(len(claims), 'issue')} in {outlets_told(outlets.index)}."
    return chart(name, title, alt, figure, data, n, unit, source)


def _found_most(data: pd.DataFrame, found: pd.Series, n: int) -> str:
    """The issue on which most articles have positions that were found, and the outlet of the highest share, if one."""
    first = found[found == found.max()]
    of_all = f"in {int(first.iloc[0]):,} of {counted(n, 'article')}"
    if len(first) > 1:
        one, *others = (f"“{claim(text)}”" for text in sorted(first.index))
        rest_of_them = others[0] if len(others) == 1 else counted(len(others), "other issue")
        return f"{one} and {rest_of_them} are tied: positions on each were found {of_all}"
    rows = data[data["claim"] == first.index[0]]
    most = rows[rows["share"] == rows["share"].max()]
    where = ""
    if len(most) == 1 and len(rows) > 1:
        top = most.iloc[0]
        where = f", and in {int(top['articles']):,} of {int(top['n']):,} in {words(top['outlet'], 40, 1)}"
    often = " most often:" if len(found) > 1 else ""
    return f"Positions on “{claim(first.index[0])}” were found{often} {of_all}{where}"


def outlet_positions(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """Where the positions that each outlet reports balance on each issue; thin ones are hollow and grey."""
    name, unit = "outlet-positions", "stories with a position, counted for each outlet and issue"
    n = int(data["n"].sum())
    if few_stories(tagged) or data["outlet"].nunique() < 2 or n < LEAST_STORIES:
        return too_little(
            name, "whose positions outlets report", data, tagged, n, unit, least="2 outlets with positions"
        )
    data = data.reset_index(drop=True)
    issues = list(data.groupby("issue_id")["n"].sum().sort_values(ascending=False, kind="stable").index[:ISSUES])
    drawn = data[data["issue_id"].isin(issues)]
    outlets = list(drawn.groupby("outlet")["n"].sum().sort_values(ascending=False, kind="stable").index[:ROWS])
    drawn = drawn[drawn["outlet"].isin(outlets)]
    title = _furthest(data)
    source = source_note(tagged, n, unit, f"{POINTS}{behind(data['evidence'], tagged)}")
    with house():
        figure = frame(title, f"Balance of the positions reported, {INDEX}", source, row_height(len(outlets)) + 1.0)
        matrix(figure, drawn, outlets, "outlet", {o: o for o in outlets}, issues)
    alt = f"{outlets_told(outlets)} by {counted(len(issues), 'issue')}: " + "; ".join(
        f"coverage in {words(r['outlet'], 40, 1)} {leaning(r['index'])} “{claim(r['claim'])}”"
        for r in drawn.sort_values("n", ascending=False).head(10).to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _furthest(data: pd.DataFrame) -> str:
    """The two outlets that lie furthest apart on an issue, with enough stories and intervals that do not meet."""
    best, text = 0.0, ""
    for _, rows in data[~data["thin"].astype(bool)].groupby("issue_id", sort=False):
        high, low = rows.loc[rows["index"].astype(float).idxmax()], rows.loc[rows["index"].astype(float).idxmin()]
        if high["index"] - low["index"] > best and low["high"] < high["low"]:
            best = float(high["index"] - low["index"])
            text = (
                f"On “{claim(high['claim'])}”, {words(high['outlet'], 40, 1)} ({high['index']:+.1f}) and "
                f"{words(low['outlet'], 40, 1)} ({low['index']:+.1f}) report different sides"
            )
    return text.replace("-", "−") or "No two outlets clearly differ in the balance of the positions they report"


def same_story(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """The stories that most outlets carry, and the shares of the original that their versions keep."""
    name, unit = "same-story", "stories in two outlets or more"
    n = len(data)
    if few_stories(tagged) or data.empty:
        return too_little(name, "what outlets make of one story", data, tagged, n, unit, least="1 story in 2 outlets")
    data = data.reset_index(drop=True)
    shown = data.head(STORIES)
    kept = data[["kept_low", "kept_high"]].astype(float)
    least = data.loc[kept["kept_low"].idxmin()]
    title = (
        f"{counted(n, 'story')} {'is' if n == 1 else 'are'} told by two outlets or more; "
        f"the version that keeps least has {percent(float(least['kept_low']))} of the original’s words"
    )
    more = f"; {STORIES} of {n:,} stories are drawn, the table holds all" if n > STORIES else ""
    source = source_note(tagged, n, unit, f"{_marks_of(shown)}{more}")
    with house():
        figure = frame(
            title,
            "Share of the original’s words that the versions of a story keep",
            source,
            row_height(len(shown), 0.42),
        )
        ax = figure.subplots()
        _draw_kept(ax, shown)
    alt = "Lines from the least to the most kept: " + "; ".join(
        f"“{words(r['title'], 60, 1)}” {percent(r['kept_low'])} to {percent(r['kept_high'])}"
        for r in shown.to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def _marks_of(shown: pd.DataFrame) -> str:
    """What the dark marks stand for: a line where versions of a story differ, a dot where they do not."""
    wide = shown["kept_low"].astype(float) < shown["kept_high"].astype(float)
    line, dot = "Dark line: from the least to the most that a version keeps", "ot: what every version keeps"
    return f"{line}; single d{dot}" if wide.any() and not wide.all() else line if wide.any() else f"D{dot}"


def _draw_kept(ax: Axes, shown: pd.DataFrame) -> None:
    for y, (i, row) in zip(label_rows(ax, shown["title"], 44), shown.iterrows(), strict=True):
        low, high = float(row["kept_low"]), float(row["kept_high"])
        ax.plot([0, 1], [y, y], color="#e2e2e2", linewidth=5, solid_capstyle="butt", zorder=1)
        ax.plot([low, high], [y, y], color=BLUE, linewidth=5, solid_capstyle="butt", zorder=2, url=f"#row-{i}")
        for end in {low, high}:
            ax.scatter([end], [y], s=30, color=BLUE, zorder=3).set_urls([f"#row-{i}"])
        outlets = row["outlets"] if isinstance(row["outlets"], int) else len(row["outlets"])
        text = f"{counted(outlets, 'outlet')}, {counted(int(row['publications']), 'article')}"
        ax.text(1.03, y, text, va="center", fontsize=8, color=MUTED, url=f"#row-{i}")
    ax.set_xlim(-0.02, 1.36)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.set_xlabel("share of the original’s words that is kept")
