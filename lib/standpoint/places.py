"""Where things lie in a checkout: seeds, corpora, the store and the reports."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
CORPORA = ROOT / "data" / "corpora"
STORE = ROOT / "data" / "store"
REPORTS = ROOT / "data" / "reports"
NOTEBOOKS = ROOT / "notebooks"
