"""gzip, unpacked piece by piece: a stream that breaks off gives what came before, and says so."""

import io
import zlib
from typing import BinaryIO

PIECE = 1 << 16
MAGIC = b"\x1f\x8b"


class Gunzip(io.RawIOBase):
    """The content of a gzip file of one or more members. `broken` says what is wrong once its end is reached."""

    def __init__(self, source: BinaryIO):
        self.source, self.broken = source, ""
        self._inflate = zlib.decompressobj(31)
        self._pending, self._started = b"", False

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The next piece of the content; 0 at its end or where the file breaks off."""
        while not self.broken:
            raw = self._pending or self.source.read(PIECE)
            if not raw:
                if self._started:
                    self.broken = "the gzip stream breaks off"
                return 0
            if not self._started and not raw.startswith(MAGIC) and not raw.strip(b"\0"):
                return 0  # padding behind the last member
            try:
                out = self._inflate.decompress(raw, len(buffer))
            except zlib.error as error:
                self.broken = f"the gzip stream is damaged ({error})"
                return 0
            self._started = True
            self._pending = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._pending = self._inflate.unused_data
                self._inflate, self._started = zlib.decompressobj(31), False
            if out:
                buffer[: len(out)] = out
                return len(out)
            if self._started and not self._pending:
                continue
        return 0


def opened(source: BinaryIO) -> tuple[io.BufferedReader, Gunzip]:
    """A buffered reader of a gzip file's content, and the stream that knows whether it was whole."""
    raw = Gunzip(source)
    return io.BufferedReader(raw, PIECE), raw


def opening(source: BinaryIO, size: int = PIECE) -> bytes:
    """The first bytes of a gzip file's content; b"" where there are none."""
    return opened(source)[0].read(size)
