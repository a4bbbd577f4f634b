"""One request, guarded: what is taken, and how hostile answers and private networks are refused."""

import gzip
import socket
import time
import zlib

import pytest
from newsroom import Reply, drip, newsroom

from standpoint import addresses
from standpoint.addresses import is_public
from standpoint.fetch import Failed, Limits, Refused, checked, fetch

LIMITS = Limits(silence=0.5, seconds=1, sent=50_000, unpacked=200_000)


@pytest.fixture(scope="module")
def room():
    with newsroom() as running:
        yield running


def get(room, path, **headers):
    return fetch(room.url + path, headers, LIMITS, allow_private=True)


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 "
    "::1 :: fe80::1 fe80::1%eth0 fd00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: "
    "64:ff9b::7f00:1".split(),
)
def test_addresses_of_private_networks(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_private_host_is_refused_however_it_is_written(host):
    with pytest.raises(Refused, match="private network"):
        fetch(f"http://{host}:9/", {}, LIMITS)


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(room, monkeypatch):
    port = int(room.url.rsplit(":", 1)[1])
    looked_up = []

    def rebinding(host, port, **_):
        looked_up.append(host)
        place = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        addresses.socket,
        "getaddrinfo",
        lambda h, p, *a, **k: real(h, p, *a, **k) if h[0].isdigit() else rebinding(h, p),
    )
    room.paths["/"] = b"here"
    assert fetch(f"http://courier.example:{port}/", {}, LIMITS, allow_private=True).body == b"here"
    assert looked_up == ["courier.example"]
    looked_up.clear()
    with pytest.raises(Refused, match="private network"):
        fetch(f"http://courier.example:{port}/", {}, LIMITS)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    monkeypatch.setattr("standpoint.fetch.resolved", lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(Refused, match="private network"):
        fetch("http://courier.example/", {}, LIMITS)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://courier.example/", "begin with http"),
        ("file:///etc/hostname", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("http://", "begin with http"),
        ("http://desk:secret@courier.example/", "name or password"),
        ("http://exa mple.org/", "cannot be read"),
        ("http://courier.example/" + "a" * 2000, "longer than"),
    ],
)
def test_what_is_no_address_of_a_page(url, why):
    with pytest.raises(Refused, match=why):
        checked(url)


def test_an_address_cannot_bring_headers_of_its_own():
    assert checked("http://courier.example/a b\r\nHost: x#part").url == "http://courier.example/a%20b%0D%0AHost:%20x"


def test_an_answer_is_kept_as_sent_and_unpacked(room):
    room.paths["/packed"] = Reply(b"<p>word</p>" * 1000, packed=True, headers={"ETag": '"1"'})
    answer = get(room, "/packed", **{"User-Agent": "standpoint/test"})
    assert (answer.status, answer.body, gzip.decompress(answer.raw)) == (200, b"<p>word</p>" * 1000, answer.body)
    assert answer.headers["etag"] == '"1"'
    assert room.asked[-1][1]["User-Agent"] == "standpoint/test"


def test_a_chunked_answer_is_put_together(room):
    def chunked(handler):
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\n<p>to\r\n7\r\ngether \r\n0\r\n\r\n")

    room.paths["/chunked"] = chunked
    assert get(room, "/chunked").body == b"<p>together "


HOSTILE = {
    "stated too large": (Reply(b"", headers={"Content-Length": "99999999"}), Refused, "more than 50,000 bytes"),
    "too large unstated": (Reply(b"x" * 60_000, bare=True), Refused, "more than 50,000 bytes"),
    "gzip bomb": (
        Reply(gzip.compress(bytes(10_000_000)), headers={"Content-Encoding": "gzip"}),
        Refused,
        "unpacks to more than 200,000",
    ),
    "many small bombs": (
        Reply(gzip.compress(b"") * 2000, headers={"Content-Encoding": "gzip"}),
        Failed,
        "not one whole",
    ),
    "gzip cut off": (Reply(gzip.compress(b"word" * 99)[:-9], headers={"Content-Encoding": "gzip"}), Failed, "not one"),
    "no gzip at all": (Reply(b"plain words", headers={"Content-Encoding": "gzip"}), Failed, "broken"),
    "packed otherwise": (Reply(zlib.compress(b"word"), headers={"Content-Encoding": "br"}), Failed, "not asked for"),
    "packed twice": (Reply(b"", headers={"Content-Encoding": "gzip, gzip"}), Failed, "not asked for"),
    "cut off": (Reply(b"half", headers={"Content-Length": "400"}), Failed, "IncompleteRead|Protocol"),
    "silent": (lambda handler: time.sleep(1), Failed, "timed out"),
    "endless, slowly": (drip(0.05), Failed, "more than 1 seconds"),
    "endless, fast": (drip(0, b"<p>word</p>" * 1000), Refused, "more than 50,000 bytes"),
    "no HTTP": (lambda handler: handler.wfile.write(b"220 mail ready\r\n\r\n"), Failed, "BadStatusLine|Protocol"),
    "a header without end": (
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000),
        Failed,
        "header line",
    ),
    "headers without end": (
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200),
        Failed,
        "headers",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_answers_are_cut_off(room, case):
    room.paths["/hostile"], error, why = HOSTILE[case]
    with pytest.raises(error, match=why):
        get(room, "/hostile")


def test_headers_that_drip_are_cut_off_too(room):
    def drip_headers(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(90):
            handler.wfile.write(b"X: x\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    room.paths["/headers"] = drip_headers
    with pytest.raises(Failed, match="more than 1 seconds"):
        get(room, "/headers")


def test_a_host_that_is_not_there():
    with pytest.raises(Failed, match=r"not known|cannot be connected"):
        fetch("http://no-such-host.invalid/", {}, LIMITS)
