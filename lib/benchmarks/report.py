"""The benchmark's figures in docs/accuracy.md: what stands between the marks is written anew, the rest is kept."""

from pathlib import Path

OPEN, CLOSE = "<!-- figures: written by make benchmark -->", "<!-- end of figures -->"


def write(result: dict, path: Path) -> None:
    """Replace what stands between the marks in `path`. Raises ValueError where the marks are missing."""
    text = path.read_text(encoding="utf-8")
    before, mark, rest = text.partition(OPEN)
    _, end, after = rest.partition(CLOSE)
    if not mark or not end:
        raise ValueError(f"{path}: the marks {OPEN!r} and {CLOSE!r} are missing; put them back")
    path.write_text(f"{before}{OPEN}\n\n{figures(result)}\n{CLOSE}{after}", encoding="utf-8")


def figures(result: dict) -> str:
    """Three Markdown tables: accuracy, speed, memory; a column for each reader."""
    readers = list(result["accuracy"])
    lines = [f"Measured {result['date']}: {result['machine']}.", "", "### Accuracy", ""]
    lines += [f"| task | figure | {' | '.join(f'{r} reader' for r in readers)} |", f"|---|---|{'---|' * len(readers)}"]
    columns = [_accuracy(result["accuracy"][reader]) for reader in readers]
    for i, (task, figure, _) in enumerate(columns[0]):
        lines.append(f"| {task} | {figure} | {' | '.join(column[i][2] for column in columns)} |")
    lines += ["", "### Names by region", "", "F1 on the held-out articles of worldwide_ner.", ""]
    lines += ["| region | articles | reader | person | organization | place |", "|---|---|---|---|---|---|"]
    for region, first in result["accuracy"][readers[0]]["regions"].items():
        for reader in readers:
            t = result["accuracy"][reader]["regions"][region]
            scores = " | ".join(str(t[kind]["F1"]) for kind in ("person", "organization", "place"))
            lines.append(f"| {region} | {first['articles']} | {reader} | {scores} |")
    speed, peers = result["speed"], result["peers"]
    lines += ["", "### Speed", "", "polnear/train, one core, words per CPU second, text to tables.", ""]
    lines += [
        f"| system | words/s | {' | '.join(f'{r} reader is' for r in readers)} |",
        f"|---|---|{'---|' * len(readers)}",
    ]
    own = {reader: speed[reader]["words_per_cpu_second"] for reader in readers}
    lines += [f"| Standpoint, {reader} reader | {own[reader]:,} |{' |' * len(readers)}" for reader in readers]
    for name, label in (
        ("matcher", "blank tokenizer + PhraseMatcher, 10,000 names"),
        ("pipeline", "small-English architecture"),
    ):
        ratios = " | ".join(f"{own[reader] / peers[name]:.2f} ×" for reader in readers)
        lines.append(f"| spaCy {peers['spacy']}, {label} | {peers[name]:,.0f} | {ratios} |")
    lines += ["", "### Memory", "", "`standpoint tag`, one process, peak resident memory.", ""]
    lines += ["| reader | words | MB | growth |", "|---|---|---|---|"]
    for reader in readers:
        sizes = list(result["memory_mb"][reader].items())
        growth = ["", f"{sizes[-1][1] / sizes[0][1]:.2f} ×"]
        lines += [f"| {reader} | {int(n):,} | {mb} | {g} |" for (n, mb), g in zip(sizes, growth, strict=True)]
    return "\n".join([*lines, ""])


def _accuracy(a: dict) -> list[tuple[str, str, str]]:
    """(task, which figure, the figure) of one reader."""
    t = a["attribution"]
    exact = " / ".join(str(t[f"exact_{role}"]["F1"]) for role in ("source", "cue", "content"))
    recall = t["linked_recall"]
    rows = [
        ("attribution, polnear/dev", "exact F1, source / cue / content", exact),
        ("", "content F1 at 30 / 80 % overlap", f"{t['content_30']['F1']} / {t['content_80']['F1']}"),
        ("", "linked P / R / F1", _prf(t["linked"])),
        ("", f"linked recall, {' / '.join(recall)}", " / ".join(map(str, recall.values()))),
    ]
    t = a["actors"]
    kinds = ("person", "organization", "place")
    rows += [("actors, worldwide_ner held out", f"{kind}, P / R / F1", _prf(t[kind])) for kind in kinds]
    rows.append(("linking, newswcl50", "B-cubed P / R / F1", _prf(a["linking"]["bcubed"])))
    t = a["tone"]
    rows += [
        ("tone, newsmtsc/dev_mt", "macro-F1, end to end", str(t["macro_F1"])),
        ("", "where a tone was given; share of targets", f"{t['where_found']}; {t['targets_found']} %"),
    ]
    t = a["relations"]
    rows += [
        ("relations, seesaw", "triplets P / R / F1", _prf(t["triplets"])),
        ("", "polarity macro-F1; pairs found", f"{t['polarity']['macro_F1']}; {t['pairs_found']} %"),
        ("one claim, gwsd sentences", "macro-F1", str(a["sentences"]["macro_F1"])),
        ("wire, polnear/dev", "agency P / R / F1", _prf(a["wire"])),
    ]
    issues = [(name, t) for name, t in a.items() if name.startswith("issues")]
    return rows + [(f"{name}, our own golden rows", "P / R / F1", _prf(t["stances"])) for name, t in issues]


def _prf(scores: dict) -> str:
    return f"{scores['P']} / {scores['R']} / {scores['F1']}"
