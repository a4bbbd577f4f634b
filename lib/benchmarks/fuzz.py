"""Fuzzing of every format reader: a damaged file must be read or rejected; no crash, no hang, no item lost.

    python lib/benchmarks/fuzz.py --minutes 2              # for each format
    python lib/benchmarks/fuzz.py --minutes 2 --only feed

Specimens are built in code by `specimens()` of every lib/tests/specimens_*.py (file name → bytes): a new format joins
by being there. What fails is written to --keep, with the seed that made it.
"""

import argparse
import contextlib
import importlib
import io
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from pathlib import Path

LIB = Path(__file__).parents[1]
sys.path[:0] = [str(LIB), str(LIB / "tests")]

from standpoint.corpus import load_corpus, read_articles  # noqa: E402
from standpoint.reconciliation import Reconciliation  # noqa: E402

SECONDS_A_FILE = 20  # of the processor
UNFORESEEN = re.compile(r"cannot be read \(\w*(?:Error|Exception|Warning)?: ")
TOKENS = [
    b"<", b">", b"</", b"]]>", b"<![CDATA[", b"&", b"&#0;", b"&lol;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\0",
    b"\xff\xfe", b"\x01", b"\x02", b"\x03", b"\x04", b"{", b"}", b"[", b"]", b'"', b"\\ud83d", b"null",
    b"1e999", b"\r", b"\n\n", b",", b"\t", b"<item>", b"<p>", b"\xe2\x82", b"PK\x03\x04", b"\x1f\x8b\x08",
    b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n", b"2025-99-99",
]  # fmt: skip


class Late(BaseException):
    """A reader that takes too long: no Exception, which it might catch."""


def specimens() -> dict[str, bytes]:
    """All specimens of the test folder, by file name."""
    found: dict[str, bytes] = {}
    for path in sorted((LIB / "tests").glob("specimens_*.py")):
        found |= importlib.import_module(path.stem).specimens()
    return found


def damaged(raw: bytes, rng: random.Random) -> bytes:
    """The bytes after one to six of: a bit flipped, a piece cut, doubled, moved or overwritten, a token put in.

    Of an archive or office document mostly one member is damaged and packed anew: else little but its packing is tried.
    """
    if raw.startswith(b"PK") and rng.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        one, packed = rng.choice(sorted(members)), io.BytesIO()
        members[one] = damaged(members[one], rng)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return packed.getvalue()
    out = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        size = min(rng.choice((1, 2, 8, 64, 512)), len(out) - at)
        match rng.randrange(7):
            case 0 if at < len(out):
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size] * rng.choice((1, 2, 40))
            case 3:
                out[at : at + size] = rng.randbytes(size)
            case 4:
                del out[at:]
            case 5:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + size]
            case _:
                out[at:at] = rng.choice(TOKENS)
    return bytes(out)


def problem(path: Path) -> str:
    """What reading the file did that it must not do, "" where nothing."""

    def late(*_: object) -> None:
        raise Late(f"not read within {SECONDS_A_FILE} seconds")

    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_A_FILE)
    try:
        log = Reconciliation()
        with contextlib.redirect_stderr(io.StringIO()):
            kept = sum(len(frame) for frame in read_articles(load_corpus(path), log, outlets={}))
    except (Exception, Late):
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    files = log.files
    if not (files.expected == files.kept + files.merged + files.rejected).all() or kept != files.kept.sum():
        return f"lost items: {files.to_dict('records')}, {kept} rows"
    if broken := [problem for problem in log.rejected.problem if UNFORESEEN.match(problem)]:
        return f"its reader failed: {broken[0]}"
    if len(log.rejected) and not (log.rejected.problem.str.len() > 5).all():
        return f"rejected without a reason: {log.rejected.to_dict('records')}"
    # A table or list may be left without any item; every other file is one at least.
    may_be_empty = path.suffix in (".csv", ".tsv", ".jsonl", ".gz", ".json")
    return "" if files.expected.sum() or may_be_empty else "said nothing"


def main() -> int:
    """Fuzz until the time is up; the number of failures, at most 100."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=2, help="for each specimen (default 2)")
    options.add_argument("--only", default="", help="specimens whose name contains this")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-failures")
    given = options.parse_args()
    failures = 0
    for name, raw in specimens().items():
        if given.only not in name:
            continue
        end, seed, told = time.monotonic() + given.minutes * 60, given.seed, set()
        with tempfile.TemporaryDirectory() as folder:
            while time.monotonic() < end:
                path = Path(folder, name)
                path.write_bytes(damaged(raw, random.Random(f"{name}{seed}")))
                if (found := problem(path)) and (last := found.strip().splitlines()[-1]) not in told:
                    told.add(last)
                    given.keep.mkdir(parents=True, exist_ok=True)
                    (given.keep / f"{seed}-{name}").write_bytes(path.read_bytes())
                    print(f"{name}, seed {seed}: {found}", flush=True)
                seed += 1
        failures += len(told)
        print(f"{name}: {seed - given.seed:,} files, {len(told)} kinds of failure", flush=True)
    return min(failures, 100)


if __name__ == "__main__":
    sys.exit(main())
