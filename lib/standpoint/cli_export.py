"""The command `standpoint export`."""

import argparse
import sys
from pathlib import Path

from standpoint.errors import InputError

EPILOG = """\
examples:
  standpoint export climate-finance                        list the kinds, and what each is for
  standpoint export climate-finance --to pptx
  standpoint export climate-finance --to docx,xlsx --out briefing
  standpoint export climate-finance --to pptx --template house.potx
  standpoint export my-articles --to docx --codebook wages.yaml --reports my-report

What is exported is the last report on the corpus; where there is none yet, it is made first. A report that was made
with --out DIR and --codebook FILE is found with --reports DIR and --codebook FILE.
"""


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add `export` to the command line; it sets `run`, which returns the exit status."""
    export = commands.add_parser(
        "export",
        help="take charts, numbers and tags into other programs: slides, documents, tables, networks",
        description="Write the last report on a corpus as files for other programs.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    export.add_argument("corpus", metavar="CORPUS", help="a corpus's name, a folder or a file, as for the report")
    export.add_argument("--to", action="append", metavar="KIND[,KIND…]", help="what to write; left out: list the kinds")
    export.add_argument("--out", type=Path, metavar="DIR", help="folder (default: data/reports/CORPUS/exports)")
    export.add_argument("--template", type=Path, metavar="FILE", help="your own .pptx, .potx, .docx or .dotx")
    export.add_argument(
        "--codebook", default="", metavar="FILE", help="the codebook file that the report was made with"
    )
    export.add_argument("--reports", type=Path, metavar="DIR", help="the report's folder (default: data/reports)")
    export.set_defaults(run=run_export)


def run_export(options: argparse.Namespace) -> int:
    """`standpoint export`: prints what was written; 0 when all of it was, 1 when a report had to be made and failed."""
    from standpoint import exports, places

    kinds = ",".join(options.to or ())
    if not kinds:
        print(f"kinds of export (standpoint export {options.corpus} --to KIND[,KIND…]):\n{exports.listing()}")
        return 0
    exports.kinds_of(kinds)
    reports = options.reports or places.REPORTS
    edition, failures = _edition(options, reports)
    out = options.out.expanduser() if options.out else reports / edition.corpus / "exports"
    for path in exports.write(edition, kinds, out, options.template and options.template.expanduser()):
        print(path)
    for line in exports.left_out(edition, kinds, out):
        print(line, file=sys.stderr)
    for failure in failures:
        print(f"standpoint: {failure}", file=sys.stderr)
    return 1 if failures else 0


def _none_yet(name: str, codebook: str, reports: Path) -> str:
    """What is said before a report is made, so that nobody takes it for one that lies elsewhere."""
    made = f"with the codebook {codebook}" if codebook else "without a codebook of yours"
    return (
        f"there is no report on {name} in {reports}: one is made first, {made}. To export a report that is there, stop "
        "this, and give --reports DIR and --codebook FILE: what it was made with as --out and --codebook."
    )


def _edition(options: argparse.Namespace, reports: Path):
    """The report on the corpus, made where there is none; and in words what of that failed."""
    import json
    from functools import cache

    from standpoint.corpus import load_corpus
    from standpoint.publication import ABOUT, of_report
    from standpoint.workspace import tagged_corpus

    name, failures = load_corpus(options.corpus).name, []
    folder = reports / name
    if not (folder / ABOUT).is_file():
        from standpoint.run import Request, report

        print(_none_yet(name, options.codebook, reports), file=sys.stderr)
        outcome = report(Request((options.corpus,), codebook=options.codebook), out=reports)
        failures = outcome.failures
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if about.get("codebook", "") != (Path(options.codebook).name if options.codebook else ""):
        made = f"with the codebook {about['codebook']}" if about.get("codebook") else "without a codebook file"
        remedy = f"give --codebook {about['codebook']}" if about.get("codebook") else "leave --codebook out"
        raise InputError(f"the report on {name} was made {made}.", file=folder, remedy=f"{remedy}, or report anew.")

    @cache  # several kinds ask for it
    def tagged():
        return tagged_corpus(options.corpus, **about["filters"], codebook=options.codebook)

    edition = of_report(folder, tagged)
    if not edition.sections:
        problem = f"the report on {name} holds no finished notebook."
        raise InputError(problem, file=folder, remedy=f"run `standpoint report {options.corpus}` and read what failed.")
    return edition, failures
