"""Which encoding a file is in: a byte order mark, UTF-8 where it is valid, else the best that its bytes show."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

import charset_normalizer

from standpoint.errors import InputError

SAMPLE = 200_000
CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings that exports in a language come in, likeliest first. Guessing among more finds exotic ones: curly
# quotation marks and one accent do not tell Windows-1252 from its neighbours, but the language does.
WRITTEN_IN = {
    "en de fr es it pt nl da sv no nb nn fi is ga ca": ("cp1252",),
    "cs sk pl hu sl hr bs ro sq": ("cp1250", "iso8859_2"),
    "ru uk bg be mk sr": ("cp1251", "koi8_r", "iso8859_5"),
    "el": ("cp1253", "iso8859_7"),
    "tr az": ("cp1254",),
    "he": ("cp1255",),
    "ar fa": ("cp1256",),
    "et lv lt": ("cp1257",),
    "zh": ("gb18030", "big5"),
    "ja": ("shift_jis", "euc_jp"),
    "ko": ("euc_kr",),
}
CANDIDATES = {code: encodings for codes, encodings in WRITTEN_IN.items() for code in codes.split()}
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
ASCII_LETTER = re.compile(rb"[A-Za-z]")
OTHER_SCRIPTS = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256")


class Encoding(NamedTuple):
    """Arguments for open(), and a warning where the encoding is a guess or bytes will be replaced."""

    name: str
    errors: str
    warning: str


def detect(path: Path, language: str = "en", *, nul_allowed: bool = False) -> Encoding:
    """The encoding of a text file in a language, read through once in pieces (memory stays bounded).

    Raises InputError where it holds NUL bytes and is not UTF-16 or UTF-32: then it is not text. With `nul_allowed`,
    a UTF-8 file may hold them.
    """
    with path.open("rb") as handle:
        head = handle.read(SAMPLE)
        for mark, name in MARKS:
            if head.startswith(mark):
                return _checked(path, name)
        if b"\0" in head and (name := _utf16(head)):
            return _checked(path, name)
        handle.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        offset, bad = 0, -1
        while chunk := handle.read(CHUNK):
            if b"\0" in chunk and not nul_allowed:
                raise InputError(
                    f"holds a NUL byte (byte {offset + chunk.index(0):,}): this is not a text file.",
                    remedy="export it as UTF-8 text.",
                )
            bad = _first_bad(decoder, chunk, offset) if bad < 0 else bad
            offset += len(chunk)
        if bad < 0 and decoder.getstate()[0]:
            bad = offset - len(decoder.getstate()[0])
        if bad < 0:
            return Encoding("utf-8", "strict", "")
        handle.seek(max(0, bad - SAMPLE // 2))
        return guess(handle.read(SAMPLE), bad, language)


def _first_bad(decoder: codecs.IncrementalDecoder, chunk: bytes, offset: int) -> int:
    pending = len(decoder.getstate()[0])
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError as error:
        return offset - pending + error.start
    return -1


def _utf16(head: bytes) -> str:
    """The byte order of UTF-16 text without a mark: mostly Latin text has NUL in every second byte."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.02 * half else ""


def _checked(path: Path, name: str) -> Encoding:
    try:
        with path.open(encoding=name) as handle:
            while handle.read(CHUNK):
                pass
    except UnicodeError as error:
        return Encoding(name, "replace", f"is not wholly {name.upper()} ({error}); what cannot be read is shown as �.")
    return Encoding(name, "strict", "")


def guess(sample: bytes, bad: int, language: str) -> Encoding:
    """An encoding for bytes that are not valid UTF-8: broken UTF-8 where most of it is UTF-8, else what fits best."""
    sequences = SEQUENCE.findall(sample)
    stray = len(HIGH.findall(sample)) - sum(map(len, sequences))
    if len(sequences) < stray:
        name = _likeliest(sample, CANDIDATES.get(language, ()))
        if name:
            return Encoding(name, "replace", f"is not UTF-8; it was read as {name}, the likeliest for its language.")
    return Encoding("utf-8", "replace", f"is broken UTF-8, first at byte {bad:,}; what cannot be read is shown as �.")


def _likeliest(sample: bytes, candidates: tuple[str, ...]) -> str:
    """One of the candidates, or of all encodings where the language names none; "" where nothing fits."""
    if len(candidates) == 1 and not _is_not_latin(sample):
        return candidates[0]
    candidates = candidates if len(candidates) > 1 else OTHER_SCRIPTS if candidates else ()
    best = charset_normalizer.from_bytes(sample, cp_isolation=list(candidates) or None).best()
    return best.encoding if best else "".join(candidates[:1])


def _is_not_latin(sample: bytes) -> bool:
    """Are most letters beyond ASCII? Latin text has few: then the language that was told is not the text's."""
    return len(HIGH.findall(sample)) > 2 * len(ASCII_LETTER.findall(re.sub(rb"<[^<>]*>", b"", sample)))
