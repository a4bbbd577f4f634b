"""The commands `standpoint report` and `standpoint evidence`."""

import argparse
import sys
from pathlib import Path

from standpoint.highlight import safe

REPORT_EPILOG = """\
examples:
  standpoint report                                       every corpus in data/corpora
  standpoint report climate-finance --since 2024-11-11 --until 2024-11-24
  standpoint report ~/my-articles --codebook wages.yaml --out my-report
"""
EVIDENCE_EPILOG = """\
examples:
  standpoint evidence 'climate-finance@3f9a1c2b7d/actors-by-story/0'
  standpoint evidence 'my-articles@5d0e77c1aa/positions/2' --reports my-report    of a report made with --out my-report

Keys stand in the last column of every CSV file of a report, and on its evidence pages.
"""


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add `report` and `evidence` to the command line; each sets `run`, which returns the exit status."""
    raw = argparse.RawDescriptionHelpFormatter
    report = commands.add_parser(
        "report",
        help="run every notebook over every corpus and write the report",
        description="Tag each corpus, run every notebook over it, and write pages that open in a browser. What has not "
        "changed since the last time is not run again.",
        epilog=REPORT_EPILOG,
        formatter_class=raw,
    )
    report.add_argument(
        "corpora", nargs="*", metavar="CORPUS", help="a corpus's name, a folder or a file (default: all)"
    )
    report.add_argument("--since", default="", metavar="DAY", help="only articles published from this day on")
    report.add_argument("--until", default="", metavar="DAY", help="only articles published up to this day")
    report.add_argument("--codebook", default="", metavar="FILE", help="YAML of further codebook entries")
    report.add_argument("--out", type=Path, metavar="DIR", help="folder for the report (default: data/reports)")
    report.add_argument("--jobs", type=_positive, metavar="N", help="notebooks run at a time (default: one a core)")
    report.add_argument("--force", action="store_true", help="run everything, also what has not changed")
    report.add_argument("--strict", action="store_true", help="with an alarm, too, the exit status is not 0 but 3")
    report.set_defaults(run=run_report)
    evidence = commands.add_parser(
        "evidence",
        help="show the sentences behind a number",
        description="Show the sentences that a number of a report was counted from, with outlet and date.",
        epilog=EVIDENCE_EPILOG,
        formatter_class=raw,
    )
    evidence.add_argument("key", metavar="KEY", help="CORPUS@RUN/CHART/ROW, as in the report")
    evidence.add_argument("--reports", type=Path, metavar="DIR", help="the report's folder (default: data/reports)")
    evidence.set_defaults(run=run_evidence)


def run_report(options: argparse.Namespace) -> int:
    """`standpoint report`: 0 when every notebook ran over every corpus, 1 when something failed, 3 for an alarm under
    --strict."""
    from standpoint.run import Request, report

    out = options.out.expanduser() if options.out else None
    request = Request(tuple(options.corpora), options.since, options.until, options.codebook)
    outcome = report(request, out=out, jobs=options.jobs, force=options.force)
    for line in outcome.changes:
        print(safe(line))
    for line in outcome.rejected:
        print(line)
    for failure in outcome.failures:
        print(f"standpoint: {safe(failure)}", file=sys.stderr)
    for alarm in outcome.alarms:
        print(f"standpoint: alarm: {safe(alarm)}", file=sys.stderr)
    print(outcome)
    return 1 if outcome.failures else 3 if options.strict and outcome.alarms else 0


def run_evidence(options: argparse.Namespace) -> int:
    """`standpoint evidence`: prints the sentences behind a key; InputError where it resolves to nothing."""
    from standpoint.snapshot import find, told

    print(told(find(options.key, reports=options.reports)))
    return 0


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)
