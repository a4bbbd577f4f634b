"""A web server on this machine for tests: each path answers as the test says, and what was asked is kept."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PARAGRAPHS = {
    "wage": "The Dock Workers Union called for a higher minimum wage on Tuesday. “Nobody can live on nine an hour,” "
    "its president, Mara Lind, told members in the harbour hall. The union said that it would ballot all crews in May.",
    "ferry": "The council of Port Alder voted to keep the night ferry running until June. Its chair, Tomas Okoye, said "
    "that the crossing carried four hundred people a week. The operator had asked for permission to end it.",
}


def article(title: str, body: str, *, published: str = "2025-03-04T08:00:00Z", site: str = "Harbour Courier") -> bytes:
    """A page as outlets make them: menu, headline, two paragraphs, footer."""
    meta = f'<meta property="article:published_time" content="{published}">' if published else ""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - {site}</title>{meta}
<meta property="og:site_name" content="{site}"></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{title}</h1><p>{body}</p><p>Readers may write to the desk until Friday, and letters will be printed on
Saturday with the names of those who sent them in.</p></article><footer>Imprint</footer></body></html>""".encode()


def rss(*items: tuple[str, str], title: str = "Harbour Courier") -> bytes:
    """An RSS feed of (address, headline) pairs."""
    entries = "".join(
        f"<item><title>{headline}</title><link>{link}</link><pubDate>Tue, 04 Mar 2025 08:15:00 GMT</pubDate></item>"
        for link, headline in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{entries}</channel></rss>'.encode()


@dataclass
class Reply:
    """What a path answers. With an ETag, a request that names it gets 304. `bare` leaves out Content-Length."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"
    etag: str = ""
    packed: bool = False
    bare: bool = False


Answering = Reply | bytes | Callable[[BaseHTTPRequestHandler], Any]


@dataclass
class Newsroom:
    """`paths` may be changed while it runs; `asked` has (path, headers) of each request, `posted` the bodies."""

    url: str
    paths: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)

    def visits(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(p == path for p, _ in self.asked)


@contextmanager
def newsroom() -> Iterator[Newsroom]:
    """A running server at 127.0.0.1; without a robots.txt unless the test gives one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            room.asked.append((self.path, dict(self.headers)))
            said = room.paths.get(self.path, Reply(b"not here", 404))
            said = Reply(said) if isinstance(said, bytes) else said
            with suppress(BrokenPipeError, ConnectionResetError):
                reply(self, said) if isinstance(said, Reply) else said(self)
            self.close_connection = True

        def do_POST(self) -> None:
            room.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.handle_error = lambda *_: None
    room = Newsroom(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def reply(handler: BaseHTTPRequestHandler, said: Reply) -> None:
    """Send a whole answer."""
    if said.etag and handler.headers.get("If-None-Match") == said.etag:
        said = Reply(status=304, headers={"ETag": said.etag})
    body = gzip.compress(said.body) if said.packed else said.body
    handler.send_response(said.status)
    named = {name.lower() for name in said.headers}
    if said.status != 304 and "content-type" not in named:
        handler.send_header("Content-Type", said.kind)
    if said.packed:
        handler.send_header("Content-Encoding", "gzip")
    if said.etag:
        handler.send_header("ETag", said.etag)
    if not said.bare and "content-length" not in named:
        handler.send_header("Content-Length", str(len(body)))
    for name, value in said.headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def drip(seconds: float, piece: bytes = b"<p>word</p>", times: int = 1000) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that never ends: a piece every so many seconds, without a stated length."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        for _ in range(times):
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(seconds)

    return send
