"""The commands `standpoint explain` and `standpoint codebook suggest`."""

import argparse
from pathlib import Path

LISTED = 20  # articles of a file that are listed, where one is to be named
EXPLAIN_EPILOG = """\
examples:
  standpoint explain article.txt --codebook wages.yaml
  standpoint explain ukraine-diplomacy/3f9a1c2b7d5e
  standpoint explain articles.jsonl/a17 --all
"""
SUGGEST_EPILOG = """\
examples:
  standpoint codebook suggest climate-finance --issue loss-and-damage
  standpoint codebook suggest wages --issue minimum-wage --codebook wages.yaml
"""


def add_parsers(commands: argparse._SubParsersAction, codebook: argparse._SubParsersAction) -> None:
    """Add `explain`, and `suggest` to the actions of `codebook`; each sets `run`, which returns the exit status."""
    raw = argparse.RawDescriptionHelpFormatter
    explain = commands.add_parser(
        "explain",
        help="show why an article's positions were read so, or not at all",
        description="Show each decision on a position in one article, taken or abstained, with its reasons: which "
        "words are about which issue, how surely, what decides the direction.",
        epilog=EXPLAIN_EPILOG,
        formatter_class=raw,
    )
    explain.add_argument("article", metavar="ARTICLE", help="a file of one article, or CORPUS/ID, or FILE/ID")
    explain.add_argument(
        "--codebook", action="append", default=[], metavar="FILE", help="YAML of further entries; may repeat"
    )
    explain.add_argument("--all", action="store_true", help="with passages that have too little of an issue")
    explain.set_defaults(run=run_explain)
    suggest = codebook.add_parser(
        "suggest",
        help="propose terms for an issue from a corpus",
        description="Propose terms for an issue: words that stand side by side in its passages more often than chance "
        "would have it, and seldom elsewhere. Add those that mean the issue to its terms.",
        epilog=SUGGEST_EPILOG,
        formatter_class=raw,
    )
    suggest.add_argument("corpus", metavar="CORPUS", help="a corpus's name, a folder or a file")
    suggest.add_argument("--issue", required=True, metavar="ID", help="the issue's id")
    suggest.add_argument(
        "--codebook", action="append", default=[], metavar="FILE", help="YAML of further entries; may repeat"
    )
    suggest.add_argument("--top", type=int, default=20, metavar="N", help="how many to show (default 20)")
    suggest.set_defaults(run=run_suggest)


def run_explain(options: argparse.Namespace) -> int:
    """`standpoint explain`: prints each decision with its reasons."""
    from standpoint.explain import ABSTAINED, explain
    from standpoint.issues import FIRM
    from standpoint.reader import reader
    from standpoint.tagger import Tagger
    from standpoint.workspace import codebook_for

    corpus, article = _article(options.article)
    rows = explain(article, Tagger(codebook_for(corpus, options.codebook), reader()))
    shown = rows if options.all else rows[(rows["decision"] != ABSTAINED) | (rows["relevance"] >= FIRM)]
    print(f"{article['title'] or article['article_id']}\n")
    words = None
    for row in shown.itertuples():
        if row.words != words:
            words = row.words
            print(f"{' '.join(words.split())}")
        rule = f", {row.rule}" if row.rule else ""
        print(
            f"  {row.holder} · {row.decision} · {row.target} "
            f"(relevance {row.relevance:.2f}, direction {row.direction:.2f}{rule})\n    {row.why}"
        )
    taken = int((rows["decision"] != ABSTAINED).sum())
    hidden = f", {len(rows) - len(shown):,} of them not shown (--all)" if len(shown) < len(rows) else ""
    print(f"\n{taken:,} taken, {len(rows) - taken:,} abstained{hidden}.")
    return 0


def _article(named: str):
    """The corpus and the one article that a path, CORPUS/ID or FILE/ID names. Raises InputError."""
    from standpoint.corpus import Reconciliation, load_corpus, read_articles
    from standpoint.errors import InputError
    from standpoint.units import in_units

    where, wanted = named, ""
    if not Path(named).expanduser().exists() and "/" in named:
        where, _, wanted = named.rpartition("/")
    corpus = load_corpus(where)
    seen: list[str] = []  # as one names them, with their headlines
    only = None
    for frame in read_articles(corpus, Reconciliation()):
        for article in frame.to_dict("records"):
            if article["article_id"] == wanted:
                return corpus, _plain(article)
            seen.append("  ".join(filter(None, (f"{where}/{article['article_id']}", _plain(article)["title"]))))
            only = article
    if not wanted and len(seen) == 1:
        return corpus, _plain(only)
    shown = "\n  ".join(["", *seen[:LISTED]]) + (f"\n  and {len(seen) - LISTED:,} more" if len(seen) > LISTED else "")
    raise InputError(
        f"{where} holds {in_units(len(seen), 'articles')}{f', and none of id {wanted!r}' if wanted else ''}.",
        remedy=f"name one of them:{shown}" if seen else "give a file or corpus with articles.",
    )


def _plain(article: dict) -> dict:
    import pandas as pd

    return {k: None if k != "published" and pd.isna(v) else v for k, v in article.items()}


def run_suggest(options: argparse.Namespace) -> int:
    """`standpoint codebook suggest`: prints terms, most telling first."""
    from standpoint.corpus import Reconciliation, load_corpus, read_articles
    from standpoint.errors import InputError
    from standpoint.suggest import suggest_terms
    from standpoint.view import table
    from standpoint.workspace import codebook_for

    corpus = load_corpus(options.corpus)
    codebook = codebook_for(corpus, options.codebook)
    if options.issue not in codebook.issues:
        remedy = f"name one of: {', '.join(codebook.issues)}; or give --codebook FILE, where your issue stands."
        raise InputError(f"there is no issue {options.issue!r} in the codebook.", remedy=remedy)
    texts = (text for frame in read_articles(corpus, Reconciliation()) for text in frame["text"])
    found = suggest_terms(texts, codebook, options.issue, top=options.top)
    found["score"] = found["score"].round(1)
    nothing = "No pair of words stands out: the corpus says too little about the issue."
    print(nothing if found.empty else table(found.drop(columns="example")).text)
    return 0
