"""Charts of who stands where: each actor on each issue, how that moves, and what divides most."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from standpoint.charts import (
    INK,
    LEAST_STORIES,
    MUTED,
    OPPOSE,
    PALE,
    PERIOD,
    SUPPORT,
    Chart,
    called,
    chart,
    counted,
    few_stories,
    frame,
    house,
    sentence,
    source_note,
    too_little,
    undated,
    when,
    words,
)
from standpoint.charts_axes import (
    EDGE,
    covered,
    interval,
    label_rows,
    row_height,
    time_axis,
)
from standpoint.decided import behind
from standpoint.measures import period_of
from standpoint.positions import held
from standpoint.store import Tagged

ISSUES, ACTORS = 5, 16
THIN = "#8a8a8a"
POINTS = (
    f"n, the stories, beside each point; hollow and grey: fewer than {LEAST_STORIES}; lines: 95% intervals, none where "
    "all stories say the same"
)
INDEX = "from −1, all oppose the claim, to +1, all support it"


def positions(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """Actors by issues: each a point between oppose and support with its interval; thin ones are hollow and grey."""
    name, unit = "positions", "positions (one an actor, issue and story)"
    n = int(data["n"].sum())
    if few_stories(tagged) or n < LEAST_STORIES:
        return too_little(name, "who stands where", data, tagged, n, unit, least="3 stories with a position")
    data = data.reset_index(drop=True)
    issues = data.groupby("issue_id")["n"].sum().sort_values(ascending=False, kind="stable").index[:ISSUES]
    drawn = data[data["issue_id"].isin(issues)]
    actors = drawn.groupby("actor_id")["n"].sum().sort_values(ascending=False, kind="stable").index[:ACTORS]
    drawn = drawn[drawn["actor_id"].isin(actors)]
    names = dict(zip(drawn["actor_id"], drawn["actor"], strict=True))
    left_out = f"; {counted(len(data) - len(drawn), 'further position')} in the table" if len(drawn) < len(data) else ""
    note = f"{POINTS}{left_out}{behind(data['evidence'], tagged)}"
    source = source_note(tagged, n, unit, note)
    title = _finding(data, tagged)
    with house():
        figure = frame(title, f"Position on each claim, {INDEX}", source, row_height(len(actors)) + 1.0)
        matrix(figure, drawn, list(actors), "actor_id", names, list(issues))
    alt = f"{len(actors)} actors by {len(issues)} issues: " + "; ".join(
        f"{words(r['actor'], 40, 1)} {leaning(r['index'])} “{words(r['claim'], 80, 1)}”"
        for r in drawn.sort_values("n", ascending=False).head(10).to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def matrix(
    figure: Figure, data: pd.DataFrame, rows: Sequence[str], key: str, names: Mapping[str, str], issues: Sequence[str]
) -> None:
    """Positions by row (column `key`) and issue: one narrow axis from oppose to support for each issue."""
    claims = dict(zip(data["issue_id"], data["claim"], strict=True))
    axes = figure.subplots(1, len(issues), sharey=True, squeeze=False)[0]
    for ax, issue in zip(axes, issues, strict=True):
        ax.set_title(words(claims[issue], 17 if len(issues) > 3 else 26, 6), fontsize=8, va="bottom")
        at = dict(zip(rows, label_rows(ax, [names[row] for row in rows]), strict=True))
        for i, row in data[data["issue_id"] == issue].iterrows():
            point(ax, at[row[key]], row, f"#row-{i}")
        scale(ax)


def _finding(data: pd.DataFrame, tagged: Tagged) -> str:
    row = firmest(data)
    if row is None:
        return "Weak evidence only: no actor takes a position in three stories or more"
    top = data.loc[row]
    side = "support" if top["index"] > 0 else "oppose"
    return sentence(
        f"{called(tagged, top['actor_id'], top['actor'])} {leaning(top['index'])} “{claim(top['claim'])}”: "
        f"in {int(top[side]):,} of {counted(int(top['n']), 'story')}"
    )


def firmest(data: pd.DataFrame) -> int | None:
    """The row where most stories agree most; None where every position is thin."""
    firm = data[~data["thin"].astype(bool)]
    return None if firm.empty else int((firm["index"].abs() * firm["n"]).astype(float).idxmax())


def movement(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """For each issue a line between oppose and support over time; thin periods are hollow and grey."""
    name, unit = "movement", "stories with a position, counted for each issue"
    n = int(data["n"].sum())
    if few_stories(tagged) or n < LEAST_STORIES or data["period"].nunique() < 2:
        return too_little(name, "how positions moved", data, tagged, n, unit, least="2 periods with positions")
    data = data.reset_index(drop=True)
    issues = list(data.groupby("issue_id")["n"].sum().sort_values(ascending=False, kind="stable").index[:ISSUES])
    weekly = (data["period"].dt.day != 1).any() and period_of(tagged) != "MS"
    freq = "W-MON" if weekly else "MS"
    title, known = _moved(data, freq)
    every = data["issue_id"].nunique()
    left_out = f"; {len(issues)} of {every} issues are drawn, the table holds all" if every > len(issues) else ""
    note = (
        f"Points stand amid their {PERIOD[freq]}; hollow, grey and not joined: one of fewer than 5 stories; upright "
        "lines: 95% intervals"
    )
    took_sides = tagged.articles["article_id"].isin(held(tagged)["article_id"])
    no_date = f"; {none}" if (none := undated(tagged.articles[took_sides])) else ""
    first, last = covered(data["period"], freq, tagged.articles["published"].dropna())
    at, pad = first + (last - first) / 2, EDGE * (last.max() - first.min())
    source = source_note(tagged, n, unit, f"{note}{left_out}{no_date}{behind(data['evidence'], tagged)}")
    with house():
        figure = frame(title, f"Balance of positions, {INDEX}", source, 1.0 * len(issues) + 0.4)
        axes = figure.subplots(len(issues), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for ax, issue in zip(axes, issues, strict=True):
            rows = data[data["issue_id"] == issue].sort_values("period")
            ax.set_title(words(rows["claim"].iloc[0], 100, 1), fontweight="bold", fontsize=8.5, pad=3)
            ax.axhline(0, color=PALE, linewidth=0.8, zorder=0)
            firm = rows[~rows["thin"].astype(bool)]
            ax.plot(at[firm.index], firm["index"], color=MUTED, linewidth=1.2, zorder=1)
            for i, row in rows.iterrows():
                face, edge, shape = look(row)
                if not row["thin"] and pd.notna(row["low"]):
                    ax.plot([at[i]] * 2, [row["low"], row["high"]], color=edge, linewidth=1.1, zorder=2)
                dots = ax.scatter([at[i]], [row["index"]], s=30, marker=shape, facecolor=face, edgecolor=edge, zorder=3)
                dots.set_urls([f"#row-{i}"])
            ax.set(ylim=(-1.35, 1.35), yticks=[-1, 0, 1], yticklabels=["oppose", "divided", "support"])
        time_axis(axes[-1], first.min() - pad, last.max() + pad, freq)
    alt = f"{len(issues)} panels over {counted(data['period'].nunique(), PERIOD[freq])}, one an issue."
    made = chart(name, title, alt, figure, data, n, unit, source)
    return made if known else replace(made, too_little=True)


def _moved(data: pd.DataFrame, freq: str) -> tuple[str, bool]:
    """The largest change between an issue's first and last period of enough stories, in words; False where none is."""
    best: tuple[float, str] | None = None
    for _, rows in data[~data["thin"].astype(bool)].sort_values("period").groupby("issue_id", sort=False):
        if len(rows) < 2:
            continue
        first, last = rows.iloc[0], rows.iloc[-1]
        change = float(last["index"] - first["index"])
        how = "holds steady" if abs(change) < 0.1 else f"{'gains' if change > 0 else 'loses'} support"
        text = (
            f"“{claim(first['claim'])}” {how}: {first['index']:+.1f} {when(first['period'], freq)}, "
            f"{last['index']:+.1f} {when(last['period'], freq)}"
        )
        if best is None or abs(change) > best[0]:
            best = (abs(change), text.replace("-", "−"))
    if best is None:
        return (
            f"Too little data to say how positions moved: no issue has 5 stories in each of two {PERIOD[freq]}s",
            False,
        )
    return best[1], True


def contested(data: pd.DataFrame, tagged: Tagged) -> Chart:
    """For each issue how many actors oppose its claim, to the left, and how many support it, to the right."""
    name, unit = "contested", "sides taken, one an actor and issue"
    n = int((data["support"] + data["oppose"]).sum()) if len(data) else 0
    if few_stories(tagged) or n < LEAST_STORIES:
        return too_little(name, "what divides most", data, tagged, n, unit, least="3 actors with a position")
    data = data.assign(smaller=data[["support", "oppose"]].min(axis=1), both=data["support"] + data["oppose"])
    data = data.sort_values(["smaller", "both"], ascending=False, kind="stable", ignore_index=True)
    top = data.iloc[0]
    alike = int(((data["smaller"] == top["smaller"]) & (data["both"] == top["both"])).sum()) - 1
    if top["smaller"] == 1:
        title = "Weak evidence only: no claim has two actors on each side"
    elif top["smaller"]:
        sides = f"{counted(int(top['support']), 'actor')} for it, {int(top['oppose']):,} against"
        tied = f", like {counted(alike, 'other claim')}" if alike else ""
        title = f"“{claim(top['claim'])}” divides most{tied}: {sides}"
    else:
        title = "No issue divides: on each claim, all actors who take a position take the same side"
    data = data.drop(columns=["smaller", "both"])
    note = f"An actor that does both counts on both sides{behind(data['evidence'], tagged)}"
    source = source_note(tagged, n, unit, note)
    with house():
        figure = frame(title, "Actors who oppose the claim, and who support it", source, row_height(len(data), 0.46))
        ax = figure.subplots()
        at = label_rows(ax, data["claim"], 38, 3)
        most = max(int(data[["support", "oppose"]].max().max()), 1)
        for column, sign, colour, hatch in (("oppose", -1, OPPOSE, "////"), ("support", 1, SUPPORT, "")):
            bars = ax.barh(at, sign * data[column], height=0.6, color=colour, hatch=hatch)
            for i, bar in enumerate(bars):
                bar.set_url(f"#row-{i}")
                count = int(data[column].iloc[i])
                side = {"ha": "right" if sign < 0 else "left", "va": "center", "fontsize": 8}
                ax.text(sign * (count + 0.02 * most), at[i], f" {count:,} ", url=f"#row-{i}", **side)
            ax.text(sign * most / 2, -0.72, column, ha="center", va="bottom", color=colour, fontweight="bold")
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.set_xlim(-1.15 * most, 1.15 * most)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, symmetric=True))
        ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
        ax.set_xlabel("number of actors")
    alt = "Bars to both sides: " + "; ".join(
        f"“{words(r['claim'], 80, 1)}” {r['support']} for, {r['oppose']} against" for r in data.to_dict("records")
    )
    return chart(name, title, f"{alt}.", figure, data, n, unit, source)


def claim(text: str) -> str:
    """A claim as it stands inside a sentence: without its full stop."""
    return words(text, 90, 1).rstrip(".")


def leaning(index: float) -> str:
    """An index in a word: supports, opposes, leans to either, or is divided on."""
    if abs(index) < 0.2:
        return "is divided on"
    verb = ("supports", "opposes") if abs(index) > 0.8 else ("leans towards", "leans against")
    return verb[0] if index > 0 else verb[1]


def look(row: Mapping[str, object]) -> tuple[str, str, str]:
    """Face, edge and shape of a point: round for support, square for oppose, a diamond between; hollow where thin."""
    index = float(row["index"])
    colour, shape = (SUPPORT, "o") if index > 0 else (OPPOSE, "s") if index < 0 else (MUTED, "D")
    return ("white", THIN, shape) if row["thin"] else (colour, colour, shape)


def point(ax: Axes, y: float, row: Mapping[str, object], url: str) -> None:
    """A position at height `y`: its interval, its point, and its n on the side where there is room."""
    face, edge, shape = look(row)
    interval(ax, y, row["low"], row["high"], edge)
    dots = ax.scatter([row["index"]], [y], s=34, marker=shape, facecolor=face, edgecolor=edge, linewidth=1.2, zorder=4)
    dots.set_urls([url])
    side = -1 if row["index"] > 0 else 1
    end = min(row["low"], row["index"]) if side < 0 else max(row["high"], row["index"])
    end = row["index"] if pd.isna(end) else end
    number = ax.annotate(
        f"{int(row['n']):,}",
        (end, y),
        xytext=(side * 6, 0),
        textcoords="offset points",
        va="center",
        ha="right" if side < 0 else "left",
        fontsize=8,
        color=MUTED,
        url=url,
        annotation_clip=False,
    )
    number.set_path_effects([withStroke(linewidth=2.6, foreground="white")])


def scale(ax: Axes) -> None:
    """The x axis from oppose to support."""
    ax.set(xlim=(-1.5, 1.5), xticks=[-1, 0, 1], xticklabels=["oppose", "", "support"])
    ax.tick_params(axis="x", length=0)
    ax.axvline(0, color=PALE, linewidth=0.8, zorder=0)
    ax.grid(axis="y", linewidth=0.5)
