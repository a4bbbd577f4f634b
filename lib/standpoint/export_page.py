"""The briefing as one HTML file that can be mailed: charts drawn in it, no script, nothing that is loaded."""

from pathlib import Path
from typing import Any

from markupsafe import Markup

from standpoint.folding import folded
from standpoint.highlight import html
from standpoint.office import method
from standpoint.publication import Edition, Published, place, shown_columns, with_n
from standpoint.svg import linked_to
from standpoint.templating import page, web_link

ROWS, SENTENCES = 30, 3  # rows of a chart whose sentences are told, and how many of each


def write(edition: Edition, path: Path) -> None:
    """Write the page. A point of a chart leads to its sentences further down; only the articles' addresses lead out."""
    sections = []
    for section in edition.sections:
        charts = [_chart(chart) for chart in edition.told(section)]
        if charts:
            sections.append({"notebook": section.notebook, "question": section.question, "charts": charts})
    told = {row["anchor"] for s in sections for c in s["charts"] for row in c["told"]}
    findings = []
    for finding in edition.findings:
        chart = edition.chart(finding.chart)
        anchor = f"{chart.name}-row-{finding.row}" if chart else ""
        text = finding.text if finding.text.endswith((".", "!", "?", "”")) else f"{finding.text}."
        findings.append({"text": text, "link": f"#{anchor}" if anchor in told else ""})
    whole = page("mail", edition=edition, sections=sections, findings=findings, method=method(edition))
    path.write_text(whole, encoding="utf-8", errors="replace")


def _chart(chart: Published) -> dict[str, Any]:
    strongest = chart.strongest(ROWS)
    drawn = linked_to(chart.file("svg").read_text("utf-8"), {i: f"#{chart.name}-row-{i}" for i in strongest})
    shown = shown_columns(chart)
    columns = [{"name": chart.columns[i].replace("_", " "), "number": chart.columns[i] in chart.numbers} for i in shown]
    return {
        "anchor": chart.name,
        "title": chart.title,
        "reading": chart.reading,
        "source": with_n(chart),
        "svg": Markup(drawn),
        "columns": columns,
        "rows": [
            [{"text": row[i], "number": column["number"]} for i, column in zip(shown, columns, strict=True)]
            for _, row in folded(chart.columns, chart.numbers, chart.rows)
        ],
        "told": [_row(chart, i) for i in strongest],
    }


def _row(chart: Published, row: int) -> dict[str, Any]:
    found = chart.evidence.get(row, [])[:SENTENCES]
    return {
        "anchor": f"{chart.name}-row-{row}",
        "label": chart.labels[row],
        "key": chart.keys[row],
        "more": chart.sentences[row] - len(found),
        "sentences": [
            {
                "html": Markup(html(s["sentence"], s["highlights"])),
                "place": place(s),
                "url": web_link(s["url"]),
                "note": s["note"],
            }
            for s in found
        ],
    }
