"""zip and gzip around files of any format: each member as a file of its own, with bounds on what it may unpack to."""

import io
import re
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from standpoint.errors import DiskFull, InputError
from standpoint.files import room_in
from standpoint.formats import gunzip, warc

LARGEST_MEMBER = 1_000_000_000
LARGEST_ARCHIVE = 8_000_000_000
MOST_MEMBERS = 200_000
# Text packs to a fifth, tables to a thirtieth; only what was made to burst unpacks to more than this.
HIGHEST_RATIO, SMALL = 250, 20_000_000
DEEPEST = 3
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OFFICE = ("[content_types].xml", "mimetype")
OUT = "take it out of the archive, or unpack it yourself."
PIECE = 1 << 16
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class Member(NamedTuple):
    """A file to read: its name in reports, where it lies now, and why it cannot be read or where it broke ("")."""

    name: str
    path: Path
    refused: InputError | None = None
    broken: str = ""


def members(path: Path, name: str) -> Iterator[Member]:
    """The file itself, or where it is a zip or gzip archive its members, one after the other.

    A member is unpacked under a name of ours into a folder that is removed when the next one is asked for; its own name
    is only ever shown. Web archives and office documents, which are zip or gzip too, are files of their own.
    """
    yield from _members(path, name, 1, _Budget())


class _Budget:
    """How much an outermost archive may still unpack to."""

    def __init__(self) -> None:
        self.left = LARGEST_ARCHIVE


def _members(path: Path, name: str, depth: int, budget: _Budget) -> Iterator[Member]:
    try:
        kind = _kind(path)
    except OSError:
        kind = ""  # whoever reads it will say why it cannot be read
    if not kind:
        yield Member(name, path)
    elif depth > DEEPEST:
        problem = f"is an archive inside {DEEPEST} others, which is not opened."
        yield Member(name, path, InputError(problem, remedy=OUT))
    else:
        yield from (_gzip if kind == "gzip" else _zip)(path, name, depth, budget)


def _kind(path: Path) -> str:
    """ "zip" or "gzip" for an archive of files, else ""."""
    if not path.is_file():
        return ""
    with path.open("rb") as handle:
        head = handle.read(PIECE)
    if head.startswith(gunzip.MAGIC):
        return "" if warc.is_warc(path, head) else "gzip"
    if head.startswith((ZIP, EMPTY_ZIP)):
        try:
            with zipfile.ZipFile(path) as archive:
                names = {name.lower() for name in archive.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return "zip"
        return "" if names.intersection(OFFICE) else "zip"
    return ""


def _gzip(path: Path, name: str, depth: int, budget: _Budget) -> Iterator[Member]:
    inner = re.sub(r"\.(?:gz|gzip)$", "", name, flags=re.I)
    inner = inner if inner != name else f"{name}/content"
    with tempfile.TemporaryDirectory(prefix="standpoint-") as folder, path.open("rb") as source:
        stream, raw = gunzip.opened(source)
        packed = path.stat().st_size
        try:
            file = _unpack(stream, Path(folder), inner, packed, budget)
        except DiskFull:
            raise
        except InputError as error:
            yield Member(name, path, error)
            return
        if not file.stat().st_size:
            problem = raw.broken or "holds nothing"
            yield Member(name, path, InputError(f"{problem}.", remedy="copy or fetch the archive again."))
        elif raw.broken:
            yield Member(name, file, None, raw.broken)
        else:
            shown = f"{name}/{PurePosixPath(inner).name}"
            yield from _members(file, shown, depth + 1, budget)


def _zip(path: Path, name: str, depth: int, budget: _Budget) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(path)
        listed = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        problem = f"is no whole zip archive ({str(error)[:120]})."
        yield Member(name, path, InputError(problem, remedy="copy or fetch it again."))
        return
    with archive:
        if len(listed) > MOST_MEMBERS:
            problem = f"holds more than {MOST_MEMBERS:,} files."
            yield Member(name, path, InputError(problem, remedy="split it."))
            return
        used: Counter[str] = Counter()
        files = [info for info in listed if not info.filename.endswith("/") and not _passed_over(info.filename)]
        if not files:
            yield Member(name, path, InputError("is an archive without any file.", remedy="leave it out."))
        for info in files:
            shown = f"{name}/{_shown(info.filename)}"
            used[shown] += 1
            shown += f" ({used[shown]})" if used[shown] > 1 else ""
            if refusal := _refusal(info):
                yield Member(shown, path, refusal)
                continue
            with tempfile.TemporaryDirectory(prefix="standpoint-") as folder:
                try:
                    with archive.open(info) as stream:
                        file = _unpack(stream, Path(folder), shown, info.compress_size, budget)
                except DiskFull:
                    raise
                except InputError as error:
                    yield Member(shown, path, error)
                except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
                    problem = f"cannot be unpacked ({str(error)[:120] or type(error).__name__})."
                    yield Member(shown, path, InputError(problem, remedy="copy or fetch the archive again."))
                else:
                    yield from _members(file, shown, depth + 1, budget)


def _passed_over(name: str) -> bool:
    """What operating systems put into archives, and hidden files."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)


def _shown(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", "�", name.replace("\\", "/"))[:300]


def _refusal(info: zipfile.ZipInfo) -> InputError | None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        return InputError("has a name that leads out of the archive.", remedy=OUT)
    if stat.S_ISLNK(info.external_attr >> 16):
        return InputError("is a link, not a file.", remedy="pack the file that it points to.")
    if info.flag_bits & 1:
        return InputError("is encrypted.", remedy="unpack it with its password.")
    return None


def _unpack(stream: BinaryIO | io.BufferedReader, folder: Path, name: str, packed: int, budget: _Budget) -> Path:
    """The member as a file in `folder`, under a name of ours with its own ending.

    Raises InputError where it unpacks to more than any text would, DiskFull where there is no room for it.
    """
    suffix = PurePosixPath(name).suffix.lower()
    file = folder / f"member{suffix if SUFFIX.fullmatch(suffix) else ''}"
    most = min(LARGEST_MEMBER, budget.left, max(SMALL, HIGHEST_RATIO * packed))
    size = 0
    with room_in(folder.parent), file.open("wb") as out:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > most:
                file.unlink()
                problem = (
                    f"unpacks to more than {most:,} bytes from {packed:,}: it may have been made to fill the disk."
                )
                raise InputError(problem, remedy=OUT)
            out.write(piece)
    budget.left -= size
    return file
