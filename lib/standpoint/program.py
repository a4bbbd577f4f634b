"""Which program made a result: its source, and the versions of what it stands on."""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# What can change a number, a chart or a page; the rest (terminals, tests, servers) cannot.
STANDS_ON = (
    "jinja2",
    "matplotlib",
    "nbconvert",
    "networkx",
    "nltk",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
)
SOURCES = ("*.py", "*.mplstyle", "templates/**/*")


@cache
def program_hash() -> str:
    """A short hash of the library's source, of Python's version and of the packages that results depend on."""
    here = Path(__file__).parent
    files = sorted(
        {p for pattern in SOURCES for p in here.rglob(pattern) if p.is_file() and "__pycache__" not in p.parts}
    )
    digest = hashlib.sha256(f"{platform.python_version()} {' '.join(map(_version, STANDS_ON))}".encode())
    for path in files:
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _version(package: str) -> str:
    try:
        return f"{package}={version(package)}"
    except PackageNotFoundError:
        return f"{package}=?"
