"""`make benchmark`: accuracy, speed and memory beside peers, in one run → docs/accuracy.md and docs/benchmark.json."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from standpoint.places import ROOT
from standpoint.reader import READERS

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
import accuracy  # noqa: E402
import memory  # noqa: E402
import report  # noqa: E402

# words: the learned reader is many times slower, and its memory settles as early
SIZES = {"learned": (50_000, 500_000), "rules": (500_000, 5_000_000)}
PEERS = ROOT / "build" / "benchmark-venv"


def main() -> int:
    """Measure everything and write the two files. Returns 2 where the annotated sets are missing."""
    bench = Path(os.environ.get("STANDPOINT_BENCH", ROOT.parent / "shared" / "bench")).resolve()
    if not (bench / "score.py").is_file():
        print(f"make benchmark: no annotated sets at {bench}. Set STANDPOINT_BENCH to their folder.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="standpoint-benchmark-") as folder:
        work = Path(folder)
        print("speed …", flush=True)
        texts = work / "texts.jsonl"
        documents = [json.loads(line)["text"] for line in (bench / "polnear/train.jsonl").open(encoding="utf-8")]
        texts.write_text("".join(json.dumps({"text": t}) + "\n" for t in documents), encoding="utf-8")
        result = {
            "date": time.strftime("%Y-%m-%d", time.gmtime()),
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
            "speed": {reader: _json(sys.executable, HERE / "speed.py", texts, reader) for reader in READERS},
            "peers": _json(_peers_python(), HERE / "peers.py", texts),
        }
        print("memory …", flush=True)
        result["memory_mb"] = {
            reader: {str(n): round(mb) for n, mb in memory.peaks(documents, work, reader, SIZES[reader]).items()}
            for reader in READERS
        }
        print("accuracy …", flush=True)
        result["accuracy"] = {reader: accuracy.score(bench, work, reader) for reader in READERS}
    (ROOT / "docs" / "benchmark.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    report.write(result, ROOT / "docs" / "accuracy.md")
    print((ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8"))
    return 0


def _json(python: str | Path, script: Path, *arguments: str | Path) -> dict:
    done = subprocess.run([python, script, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{script.name} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def _peers_python() -> Path:
    """The Python of the peers' own environment, made on first use."""
    python = PEERS / "bin" / "python"
    if not (PEERS / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS], check=True)
        pinned = ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", HERE / "requirements.txt"]
        subprocess.run([python, "-m", "pip", "install", *pinned], check=True)
        (PEERS / ".ready").touch()
    return python


if __name__ == "__main__":
    sys.exit(main())
