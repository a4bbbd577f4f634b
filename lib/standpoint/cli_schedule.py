"""The commands `standpoint nightly` and `standpoint schedule`."""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

NIGHTLY_EPILOG = """\
example:
  standpoint nightly harbour-talks --codebook wages.yaml --notify notify.yaml
"""
SCHEDULE_EPILOG = """\
examples:
  standpoint schedule harbour-talks                      show the crontab line, or the systemd timer
  standpoint schedule harbour-talks --at 04:30 --with cron --install
"""


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add `nightly` and `schedule` to the command line; each sets `run`, which returns the exit status."""
    raw = argparse.RawDescriptionHelpFormatter
    nightly = commands.add_parser(
        "nightly",
        help="collect, report, and tell somebody where something went wrong",
        description="The one command for a clock: collect into each corpus that names feeds or pages, then report on "
        "all of them, in a lock, with time-outs and a log.",
        epilog=NIGHTLY_EPILOG,
        formatter_class=raw,
    )
    _add_common(nightly)
    nightly.add_argument("--strict", action="store_true", help="with an alarm, too, the exit status is not 0 but 3")
    nightly.set_defaults(run=run_nightly)
    schedule = commands.add_parser(
        "schedule",
        help="run `standpoint nightly` every night, by cron or systemd",
        description="Show the crontab line or systemd timer that runs `standpoint nightly` every night; with "
        "--install, put it in place.",
        epilog=SCHEDULE_EPILOG,
        formatter_class=raw,
    )
    _add_common(schedule)
    schedule.add_argument("--at", type=_clock, default=(5, 15), metavar="HH:MM", help="local time (default 05:15)")
    schedule.add_argument(
        "--with", dest="clock", choices=("cron", "systemd"), help="default: systemd where it runs for you, else cron"
    )
    schedule.add_argument("--install", action="store_true", help="put it in place, instead of only showing it")
    schedule.set_defaults(run=run_schedule)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpora", nargs="+", metavar="CORPUS", help="a corpus's name or folder")
    parser.add_argument("--codebook", default="", metavar="FILE", help="YAML of further codebook entries")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the report and the log")
    parser.add_argument("--notify", metavar="FILE", help="YAML: whom to tell by e-mail or webhook")
    parser.add_argument("--minutes", type=_minutes, default=120, metavar="N", help="longest time for a step (120)")


def run_nightly(options: argparse.Namespace) -> int:
    """`standpoint nightly`: 0 when all went well, 1 when a step failed or nobody could be told of an alarm, 3 for an
    alarm under --strict."""
    import signal

    from standpoint.nightly import nightly
    from standpoint.notices import read_settings

    def ended(*_: Any) -> None:
        raise SystemExit(143)  # so that the step at work is ended with it

    signal.signal(signal.SIGTERM, ended)
    notify = read_settings(options.notify) if options.notify else {}
    night = nightly(options.corpora, codebook=options.codebook, out=options.out, notify=notify, minutes=options.minutes)
    print(night, file=sys.stderr if night.failures or night.alarms else sys.stdout)
    return 1 if night.failures else 3 if options.strict and night.alarms else 0


def run_schedule(options: argparse.Namespace) -> int:
    """`standpoint schedule`: shows what it would install; 0 when that could be made, and installed where asked."""
    from standpoint import schedule
    from standpoint.corpus import corpus_at
    from standpoint.notices import read_settings

    corpora = [corpus_at(c) for c in options.corpora]
    if options.notify:
        read_settings(options.notify)  # a fault in it shows now, not at night
    name = "-".join(c.name for c in corpora)[:60]
    command = [sys.executable, "-m", "standpoint.cli", "nightly", *(str(c.path) for c in corpora)]
    for option in ("codebook", "out", "notify"):
        if path := getattr(options, option):
            command += [f"--{option}", str(Path(path).expanduser().resolve())]
    command += ["--minutes", str(options.minutes)] if options.minutes != 120 else []
    clock = options.clock or ("systemd" if _has_systemd() else "cron")
    if clock == "cron":
        line = schedule.cron_line(command, *options.at)
        print(line)
        print(schedule.install_cron(name, line) if options.install else "\nto install it: the same, with --install")
    else:
        units = schedule.systemd_units(name, command, *options.at)
        print("\n".join(f"# ~/.config/systemd/user/{file}\n{text}" for file, text in units.items()))
        print(schedule.install_systemd(units) if options.install else "to install it: the same, with --install")
    return 0


def _has_systemd() -> bool:
    import os

    return Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "systemd", "private").exists()


def _clock(text: str) -> tuple[int, int]:
    if not (match := re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time such as 05:15")
    return int(match[1]), int(match[2])


def _minutes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1440:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes from 1 to 1440")
    return int(text)
