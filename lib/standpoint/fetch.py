"""One request to one address: guarded, bounded in size and time, and never followed elsewhere."""

import http.client
import socket
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url
from urllib3.util.connection import create_connection

from standpoint.addresses import is_public, resolved

LONGEST_ADDRESS = 2000
PIECE = 65_536


@dataclass(frozen=True)
class Limits:
    """What one answer may take: seconds without a byte, seconds in all, bytes as sent, bytes unpacked."""

    silence: float = 20.0
    seconds: float = 60.0
    sent: int = 5_000_000
    unpacked: int = 10_000_000


@dataclass(frozen=True)
class Answer:
    """What a server sent: `raw` as it came (without its chunks), `body` unpacked."""

    url: str
    status: int
    reason: str
    headers: HTTPHeaderDict
    raw: bytes
    body: bytes
    asked: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """What is not fetched or not taken, by rule; the words say which."""


class Failed(Exception):
    """What could not be had. `again` says whether trying again may help, `wait` how many seconds the server asks."""

    def __init__(self, why: str, *, again: bool, wait: float | None = None):
        super().__init__(why)
        self.again, self.wait = again, wait


def checked(url: str) -> Url:
    """The address, normalised and without its fragment. Raises Refused where it is none that is fetched."""
    try:
        parts = parse_url(url.strip())
    except LocationParseError:
        raise Refused("its address cannot be read") from None
    if parts.scheme not in ("http", "https") or not parts.host:
        raise Refused("its address does not begin with http:// or https://")
    if parts.auth:
        raise Refused("its address holds a name or password")
    if len(parts.url) > LONGEST_ADDRESS or not parts.url.isascii() or not parts.url.isprintable():
        raise Refused(f"its address is longer than {LONGEST_ADDRESS:,} characters, or no plain address")
    return parts._replace(fragment=None)


def fetch(url: str, headers: Mapping[str, str], limits: Limits, *, allow_private: bool = False) -> Answer:
    """The answer of one GET request, whatever its status; redirects are not followed.

    The host's addresses are looked up once, checked, and connected to as checked: a name cannot lead to a private
    network. Raises Refused (a private address, more bytes than allowed) and Failed (everything else).
    """
    parts = checked(url)
    kind, port = (_Secure, 443) if parts.scheme == "https" else (_Plain, 80)
    connection = kind(str(parts.host).strip("[]"), parts.port or port, timeout=limits.silence)
    connection.allow_private = allow_private
    asked = {"Accept-Encoding": "gzip", "Connection": "close", **headers}
    over = threading.Event()

    def stop() -> None:
        over.set()
        connection.cut()

    timer = threading.Timer(limits.seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        connection.request("GET", parts.request_uri, headers=asked, preload_content=False, decode_content=False)
        response = connection.getresponse()
        raw = _read(response, limits.sent, over)
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        why = f"it took more than {limits.seconds:g} seconds" if over.is_set() else _told(error)
        raise Failed(why, again=True) from None
    finally:
        timer.cancel()
        connection.close()
        connection.forget()
    if over.is_set():
        raise Failed(f"it took more than {limits.seconds:g} seconds", again=True)
    body = unpacked(raw, response.headers.get("Content-Encoding", ""), limits.unpacked)
    return Answer(str(parts.url), response.status, response.reason or "", response.headers, raw, body, asked)


def unpacked(raw: bytes, encoding: str, most: int) -> bytes:
    """The bytes of a body that came plain or as one gzip stream. Raises Refused where they are more than `most`."""
    name = encoding.strip().lower()
    if name in ("gzip", "x-gzip") and raw:
        stream = zlib.decompressobj(31)
        try:
            out = stream.decompress(raw, most + 1)
        except zlib.error as error:
            raise Failed(f"its gzip stream is broken ({error})", again=True) from None
        if len(out) > most:
            raise Refused(f"it unpacks to more than {most:,} bytes")
        if not stream.eof or stream.unused_data.startswith(b"\x1f\x8b"):
            raise Failed("its gzip stream is not one whole", again=True)
        return out
    if name not in ("", "identity", "gzip", "x-gzip"):
        raise Failed(f"it is packed as {name[:40]!r}, which was not asked for", again=False)
    if len(raw) > most:
        raise Refused(f"it is more than {most:,} bytes")
    return raw


def _read(response: BaseHTTPResponse, most: int, over: threading.Event) -> bytes:
    stated = response.headers.get("Content-Length", "")
    if stated.isdigit() and int(stated) > most:
        raise Refused(f"it is more than {most:,} bytes")
    out = bytearray()
    while not over.is_set() and (piece := response.read1(PIECE, decode_content=False)):
        out += piece
        if len(out) > most:
            raise Refused(f"it is more than {most:,} bytes")
    return bytes(out)


def _told(error: Exception) -> str:
    reason = getattr(error, "args", None) and error.args[-1]
    return f"{type(error).__name__}: {str(reason or error)[:200]}"


class _Guarded:
    """A connection to checked addresses alone, which another thread can cut."""

    allow_private = False
    _second: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        try:
            found = resolved(self._dns_host, self.port)  # type: ignore[attr-defined]
        except (OSError, UnicodeError) as error:
            raise Failed(f"its host is not known ({error})", again=True) from None
        if not self.allow_private and not all(map(is_public, found)):
            raise Refused("its host is on a private network (only `--allow-private` fetches from there)")
        problem: Exception = OSError("no address")
        for address in found[:3]:
            try:
                opened = create_connection((address, self.port), self.timeout)  # type: ignore[attr-defined]
            except OSError as error:
                problem = error
                continue
            self._second = opened.dup()  # TLS takes the socket over; this one still reaches the connection
            return opened
        raise Failed(f"its host cannot be connected to ({problem})", again=True)

    def cut(self) -> None:
        """End the connection, whatever it is waiting for."""
        if self._second is not None:
            with suppress(OSError):  # it may have ended by itself
                self._second.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        if self._second is not None:
            self._second.close()


class _Plain(_Guarded, HTTPConnection):
    pass


class _Secure(_Guarded, HTTPSConnection):
    pass
