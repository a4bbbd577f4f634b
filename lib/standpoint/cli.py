"""The command line: `standpoint collect | tag | report | nightly | schedule | evidence | … check`."""

import argparse
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from standpoint import __version__, cli_collect, cli_export, cli_report, cli_schedule, cli_stances
from standpoint.errors import InputError

EPILOG = """\
examples:
  standpoint report                                    every corpus in data/corpora, to data/reports/index.html
  standpoint report climate-finance --since 2024-11-11
  standpoint tag articles.jsonl --out tagged --codebook wages.yaml
  standpoint codebook check wages.yaml
  standpoint corpus check data/corpora/climate-finance
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns 0 only when everything asked for succeeded; errors go to stderr."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except InputError as error:
        for line in str(error).splitlines():  # a line for each fault
            print(f"standpoint: {line}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        print("standpoint: interrupted; what was finished is kept, run the command again to go on", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; each sets `run`, a function of the options that returns the exit status."""
    out = argparse.ArgumentParser(
        prog="standpoint",
        description="Who says what about whom, and where they stand, in whose coverage.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    out.add_argument("--version", action="version", version=f"standpoint {__version__}")
    commands = out.add_subparsers(required=True, metavar="COMMAND")
    tag = commands.add_parser(
        "tag",
        help="tag articles and write the tables as Parquet",
        description="Read a corpus folder, or one file of articles, and write DIR/<table>.parquet. What is unchanged "
        "since the last time in DIR is not tagged again.",
        epilog="example:\n  standpoint tag articles.jsonl --out tagged --codebook wages.yaml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    tag.add_argument("input", metavar="INPUT", help="a corpus's name, a folder, or a file (.jsonl, .csv, .parquet, …)")
    tag.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the tables")
    tag.add_argument(
        "--codebook", action="append", default=[], metavar="FILE", help="YAML of further entries; may repeat"
    )
    tag.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (default 1)")
    tag.add_argument("--cluster", default="", metavar="ADDRESS", help="Dask scheduler, e.g. tcp://host:8786")
    tag.add_argument(
        "--reader", choices=["learned", "rules"], help="who reads: the learned one (default), or faster, by rules alone"
    )
    tag.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    tag.set_defaults(run=run_tag)
    codebook = commands.add_parser("codebook", help="work with codebooks").add_subparsers(
        required=True, metavar="ACTION"
    )
    check = codebook.add_parser(
        "check",
        help="check codebook files together with the seeds",
        epilog="example:\n  standpoint codebook check wages.yaml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("files", nargs="*", metavar="FILE", help="YAML files (none: the seeds alone)")
    check.set_defaults(run=run_codebook_check)
    corpus = commands.add_parser("corpus", help="work with corpora").add_subparsers(required=True, metavar="ACTION")
    check = corpus.add_parser(
        "check",
        help="read a corpus without tagging it, and say what was read, merged and rejected",
        epilog="example:\n  standpoint corpus check climate-finance",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("corpus", metavar="CORPUS", help="a corpus's name, a folder or a file")
    check.set_defaults(run=run_corpus_check)
    cli_collect.add_parsers(commands)
    cli_report.add_parsers(commands)
    cli_export.add_parsers(commands)
    cli_schedule.add_parsers(commands)
    cli_stances.add_parsers(commands, codebook)
    return out


def run_tag(options: argparse.Namespace) -> int:
    """`standpoint tag`: 0 when the tables are whole; what was rejected is told, and is in the table `rejected`."""
    from tqdm import tqdm

    from standpoint import store
    from standpoint.corpus import load_corpus
    from standpoint.units import in_units
    from standpoint.workspace import codebook_for

    corpus = load_corpus(options.input)
    if options.reader:
        corpus = replace(corpus, reader=options.reader)
    codebook = codebook_for(corpus, options.codebook)
    with tqdm(unit=" articles", disable=options.quiet or None, file=sys.stderr) as bar:
        log = store.tag_corpus(
            corpus, codebook, options.out, jobs=options.jobs, cluster=options.cluster, progress=bar.update
        )
    _tell(log, options.quiet)
    if not options.quiet:
        held = (in_units(store.rows(options.out, name), name) for name in ("articles", "statements", "stances"))
        print(f"The tables are in {options.out}: {', '.join(held)}.")
    return 0


def run_codebook_check(options: argparse.Namespace) -> int:
    """`standpoint codebook check`: 0 when the files are sound; else InputError says where they are not."""
    from standpoint.codebook import load_codebook, read_codebook_file
    from standpoint.tagger import Tagger
    from standpoint.units import in_units

    codebook = load_codebook(options.files)
    Tagger(codebook)  # cue files are compiled, so that a fault in them shows here
    counts = {"actors": codebook.actors, "issues": codebook.issues, "outlets and agencies": codebook.outlets}
    files = [read_codebook_file(path) for path in options.files]
    for file in files:
        if not file.data:
            print(f"{file.path} is empty: it adds nothing to the seeds.")
    print("sound: " + ", ".join(in_units(len(entries), name) for name, entries in counts.items()))
    seeds = "" if any({"issues", "topics"} & file.data.keys() for file in files) else " (those of the seeds)"
    print(f"issues asked{seeds}: " + ", ".join(codebook.issues))
    return 0


def run_corpus_check(options: argparse.Namespace) -> int:
    """`standpoint corpus check`: 0 when every item was kept or merged, 1 when some were rejected."""
    from standpoint.corpus import Reconciliation, load_corpus, read_articles
    from standpoint.languages import left_untagged
    from standpoint.workspace import codebook_for

    corpus = load_corpus(options.corpus)
    codebook = codebook_for(corpus)
    log, languages = Reconciliation(), {}
    for frame in read_articles(corpus, log):
        languages.update(zip(frame["article_id"], frame["language"], strict=True))
    counts = Counter(code for article_id, code in languages.items() if article_id not in log.withdrawn)
    if note := left_untagged(counts, codebook.languages):
        log.warn("", "", note)
    if log.undated:
        log.warn("", "", log.undated)
    _tell(log, quiet=False)
    return 1 if log.rejections else 0


def _tell(log, quiet: bool) -> None:
    """Print the report; what is rejected on standard error where it is not, or not all of it, in the report."""
    from standpoint.reconciliation import SHOWN

    if not quiet:
        print(log)
    rejections = log.rejections
    if quiet or len(rejections) > SHOWN:
        for rejection in rejections:
            print(f"standpoint: {rejection}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
