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
    """Three Markdown tables: accuracy, speed, memory."""
    a, lines = result["accuracy"], [f"Measured {result['date']}: {result['machine']}.", "", "### Accuracy", ""]
    lines += ["| task | figure | rules reader |", "|---|---|---|"]
    t = a["attribution"]
    exact = " / ".join(str(t[f"exact_{role}"]["F1"]) for role in ("source", "cue", "content"))
    lines += [
        f"| attribution, polnear/dev | exact F1, source / cue / content | {exact} |",
        f"| | content F1 at 30 / 80 % overlap | {t['content_30']['F1']} / {t['content_80']['F1']} |",
        f"| | linked P / R / F1 | {_prf(t['linked'])} |",
        f"| | linked recall, {' / '.join(t['linked_recall'])} | {' / '.join(map(str, t['linked_recall'].values()))} |",
    ]
    t = a["actors"]
    lines += [
        f"| actors, worldwide_ner | {kind}, P / R / F1 | {_prf(t[kind])} |"
        for kind in ("person", "organization", "place")
    ]
    t = a["linking"]
    lines += [f"| linking, newswcl50 | B-cubed P / R / F1 | {_prf(t['bcubed'])} |"]
    t = a["tone"]
    lines += [f"| tone, newsmtsc/dev_mt | macro-F1 (targets given a tone: {t['targets_found']} %) | {t['macro_F1']} |"]
    t = a["relations"]
    lines += [
        f"| relations, seesaw | triplets P / R / F1 | {_prf(t['triplets'])} |",
        f"| | polarity macro-F1 (pairs found: {t['pairs_found']} %) | {t['polarity']['macro_F1']} |",
        f"| one claim, gwsd sentences | macro-F1 | {a['sentences']['macro_F1']} |",
        f"| wire, polnear/dev | agency P / R / F1 | {_prf(a['wire'])} |",
    ]
    for name, t in a.items():
        if name.startswith("issues"):
            lines += [f"| {name}, our own golden rows | P / R / F1 | {_prf(t['stances'])} |"]
    own, peers = result["speed"]["words_per_cpu_second"], result["peers"]
    lines += [
        "",
        "### Speed",
        "",
        f"polnear/train, {result['speed']['words']:,} words, one core, words per CPU second.",
        "",
    ]
    lines += [
        "| system | words/s | Standpoint is |",
        "|---|---|---|",
        f"| Standpoint, rules reader, text to tables | {own:,} | |",
    ]
    for name, label in (
        ("matcher", "blank tokenizer + PhraseMatcher, 10,000 names"),
        ("pipeline", "small-English architecture"),
    ):
        lines += [f"| spaCy {peers['spacy']}, {label} | {peers[name]:,.0f} | {own / peers[name]:.2f} × |"]
    sizes = list(result["memory_mb"].items())
    lines += [
        "",
        "### Memory",
        "",
        "`standpoint tag`, one process, peak resident memory.",
        "",
        "| words | MB |",
        "|---|---|",
    ]
    lines += [f"| {int(words):,} | {mb} |" for words, mb in sizes]
    lines += [
        "",
        f"Growth: {sizes[-1][1] / sizes[0][1]:.2f} × for {int(sizes[-1][0]) / int(sizes[0][0]):.0f} × the words.",
        "",
    ]
    return "\n".join(lines)


def _prf(scores: dict) -> str:
    return f"{scores['P']} / {scores['R']} / {scores['F1']}"
