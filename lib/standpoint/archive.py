"""The archive of a run: pages as they were received, as WARC."""

import os
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from urllib3.util import parse_url
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from standpoint.fetch import Answer

UNCHUNKED = ("transfer-encoding", "connection")  # true of the connection, not of the bytes kept


class Archive:
    """Appends to one WARC file (gzip, a member a record), which is made when the first page is kept."""

    def __init__(self, path: Path, agent: str):
        self.path, self.agent = path, agent
        self.file: BinaryIO | None = None

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None:
            self.file.close()

    def keep(self, answer: Answer) -> tuple[str, int]:
        """Append a page with its request; returns the record's id and the size of the file, which is on disk then."""
        if self.file is None:
            self.file = open(self.path, "ab")  # noqa: SIM115 - closed with the archive
            writer = WARCWriter(self.file, gzip=True)
            about = {"software": self.agent, "format": "WARC File Format 1.0", "robots": "obeyed"}
            writer.write_record(writer.create_warcinfo_record(self.path.name, about))
        writer = WARCWriter(self.file, gzip=True)
        received = [(n, " ".join(v.split())) for n, v in answer.headers.items() if n.lower() not in UNCHUNKED]
        status = StatusAndHeaders(f"{answer.status} {answer.reason}".rstrip(), received, protocol="HTTP/1.1")
        response = writer.create_warc_record(answer.url, "response", BytesIO(answer.raw), http_headers=status)
        parts = parse_url(answer.url)
        sent = [("Host", parts.netloc or ""), *answer.asked.items()]
        line = StatusAndHeaders(f"GET {parts.request_uri} HTTP/1.1", sent, is_http_request=True)
        request = writer.create_warc_record(answer.url, "request", http_headers=line)
        writer.write_request_response_pair(request, response)
        self.file.flush()
        os.fsync(self.file.fileno())
        return response.rec_headers.get_header("WARC-Record-ID"), self.file.tell()
