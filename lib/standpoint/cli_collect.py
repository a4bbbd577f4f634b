"""The command `standpoint collect`."""

import argparse
import sys

EPILOG = """\
example:
  standpoint collect harbour-talks

The feeds and pages stand in corpus.yaml:
  collect:
    contact: desk@example.org
    feeds: [https://harbour-courier.example/rss]
    pages: [{url: "https://lighthouse-daily.example/harbour-talks", outlet: Lighthouse Daily}]
"""


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add `collect` to the command line; it sets `run`, which returns the exit status."""
    collect = commands.add_parser(
        "collect",
        help="gather articles from feeds and pages into a corpus",
        description="Visit the feeds and pages that corpus.yaml names, and write each new article once: as JSON Lines "
        "into the folder `articles`, and as received, as WARC, into the folder `_archive`. What is cut off goes on in "
        "the next run.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    collect.add_argument("corpus", metavar="CORPUS", help="a corpus's name or folder, with a corpus.yaml")
    collect.add_argument(
        "--allow-private", action="store_true", help="fetch from private networks too, as from a server of your own"
    )
    collect.add_argument("--quiet", action="store_true", help="no progress bar, and a summary only of what went wrong")
    collect.set_defaults(run=run_collect)


def run_collect(options: argparse.Namespace) -> int:
    """`standpoint collect`: 0 when everything that corpus.yaml names was visited, 1 when something failed."""
    from tqdm import tqdm

    from standpoint.collect import collect, visitor_for
    from standpoint.corpus import corpus_at

    corpus = corpus_at(options.corpus)
    visitor = visitor_for(corpus, allow_private=options.allow_private)
    with tqdm(unit=" pages", disable=options.quiet or None, file=sys.stderr) as bar:

        def progress(steps: int, host: str) -> None:
            bar.set_postfix_str(host[:60], refresh=False)
            bar.update(steps)

        outcome = collect(corpus, visitor, progress)
    if outcome.failed or not options.quiet:
        print(outcome)
    return 1 if outcome.failed else 0
