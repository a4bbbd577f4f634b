"""What the learned reader saw in a text, kept on disk: an edited codebook has nothing read again that it cannot change.

One file a text, named by a hash of the text, the model and the program that reads it. A file that is damaged or cut
short counts as none, is read anew and written again; where nothing can be written, nothing is kept.
"""

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

from standpoint.files import whole
from standpoint.reader import Attribution, Named, Reader, Reading, model_version
from standpoint.text import Span

MOST_BYTES = 512_000_000  # a text of a thousand words takes some half a megabyte, nearly all of it for positions
CHECKED_EVERY = 500  # texts read, between two looks at how much is kept
ARRAYS = {"tones": np.float32, "holders": np.float16, "targets": np.float16, "pieces": np.int32, "seen": np.float16}
BROKEN = (OSError, ValueError, KeyError, TypeError, IndexError, zlib.error)


class KeptReader:
    """A reader that reads each text once. The encoder is loaded when a text comes that was never read."""

    def __init__(self, reader: Callable[[], Reader], folder: Path, most_bytes: int = MOST_BYTES):
        self._reader, self.folder, self._most = reader, folder, most_bytes
        self._new = 0

    def read(self, text: str, sentences: Sequence[Span], quotations: Sequence[Span]) -> Reading:
        """As `Reader.read`."""
        path = self.folder / f"{key_of(text, sentences, quotations)}.z"
        try:
            found = unpacked(path.read_bytes())
        except BROKEN:
            found = None
        if found is not None:
            with suppress(OSError):
                os.utime(path)  # what is used is cleared away last
            return found
        made = self._reader().read(text, sentences, quotations)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole(path) as unfinished:
                unfinished.write_bytes(packed(made))
        if self._new % CHECKED_EVERY == 0:
            clear(self.folder, self._most)
        self._new += 1
        return made


def key_of(text: str, sentences: Sequence[Span], quotations: Sequence[Span]) -> str:
    """A hash of the text, of how it was cut, and of the reader."""
    digest = hashlib.sha256(f"{_source_version()} {model_version()}\0{list(sentences)}{list(quotations)}\0".encode())
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:40]


@cache
def _source_version() -> str:
    here = Path(__file__).parent
    sources = [(here / f"{module}.py").read_bytes() for module in ("chains", "reader", "windows", "spans_cache")]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()[:12]


def packed(reading: Reading) -> bytes:
    """A reading as bytes."""
    content = {
        "names": [list(name) for name in reading.names],
        "attributions": [list(attribution) for attribution in reading.attributions],
        "starts": reading.starts,
        "windows": reading.windows,
        "tone_names": list(reading.tone_names),
    }
    for name, kind in ARRAYS.items():
        rows = getattr(reading, name).astype(kind)
        content[name] = [str(rows.dtype), list(rows.shape), base64.b64encode(rows.tobytes()).decode()]
    return zlib.compress(json.dumps(content).encode(), 1)


def unpacked(kept: bytes) -> Reading:
    """The reading of `packed`. Raises one of BROKEN where the bytes are not whole."""
    content = json.loads(zlib.decompress(kept))
    tones, holders, targets, numbers, seen = (
        np.frombuffer(base64.b64decode(raw), kind).reshape(shape) for kind, shape, raw in map(content.get, ARRAYS)
    )
    return Reading(
        [Named(*name) for name in content["names"]],
        [
            Attribution(_spans(source), _spans(cue), _spans(content), sure)
            for source, cue, content, sure in content["attributions"]
        ],
        content["starts"],
        content["windows"],
        tones,
        tuple(content["tone_names"]),
        holders,
        targets,
        numbers,
        seen,
    )


def _spans(pieces: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pieces)


def clear(folder: Path, most_bytes: int) -> None:
    """Delete what was not used for longest, if the folder holds more than `most_bytes`, down to four fifths of that."""
    files = []
    with suppress(OSError):
        for entry in os.scandir(folder):
            with suppress(OSError):  # another process may be clearing away, too
                about = entry.stat()
                files.append((about.st_mtime, about.st_size, entry.path))
    held = sum(size for _, size, _ in files)
    if held <= most_bytes:
        return
    for _, size, path in sorted(files):
        if held <= 0.8 * most_bytes:
            break
        with suppress(OSError):
            os.unlink(path)
        held -= size
