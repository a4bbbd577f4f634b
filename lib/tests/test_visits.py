"""Visits as a guest: robots.txt, rests, retries and redirects, with a clock that only sleep moves."""

import pytest
from newsroom import Reply, newsroom, reply
from urllib3.util.connection import create_connection

from standpoint.fetch import Failed, Limits, Refused
from standpoint.visits import Manners, Resting, Visitor


class Clock:
    """Time that passes only in `sleep`; `slept` has each sleep of any length."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def room():
    with newsroom() as running:
        yield running


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def visitor(clock):
    return Visitor(
        contact="desk@example.org",
        allow_private=True,
        limits=Limits(silence=0.5, seconds=1),
        clock=clock.time,
        sleep=clock.sleep,
    )


def test_it_says_who_it_is(room, visitor):
    room.paths["/a"] = b"word"
    visitor.visit(f"{room.url}/a")
    agents = {headers["User-Agent"] for _, headers in room.asked}
    assert agents == {"standpoint/0.1.0 (desk@example.org)"}


def test_robots_txt_is_asked_once_a_host_and_kept_to(room, visitor):
    room.paths |= {"/robots.txt": b"User-agent: standpoint\nDisallow: /closed", "/open": b"word", "/closed": b"word"}
    assert visitor.visit(f"{room.url}/open").body == b"word"
    with pytest.raises(Refused, match=r"robots\.txt"):
        visitor.visit(f"{room.url}/closed")
    assert [path for path, _ in room.asked] == ["/robots.txt", "/open"]


def test_a_robots_txt_that_cannot_be_had_closes_the_host_but_a_missing_one_does_not(room, visitor):
    room.paths["/a"] = b"word"
    assert visitor.visit(f"{room.url}/a").status == 200
    other = Visitor(allow_private=True, sleep=lambda _: None)
    room.paths["/robots.txt"] = Reply(status=503)
    with pytest.raises(Failed, match=r"robots\.txt cannot be had: the server answers 503"):
        other.visit(f"{room.url}/a")


def test_a_host_has_its_rest_between_requests(room, visitor, clock):
    room.paths |= {"/a": b"word", "/b": b"word"}
    visitor.visit(f"{room.url}/a")
    visitor.visit(f"{room.url}/b")
    assert clock.slept == [2.0, 2.0]  # robots.txt, then a, then b


def test_the_rest_that_robots_txt_asks_for_counts_where_it_is_longer_up_to_a_minute(room, visitor, clock):
    room.paths |= {"/robots.txt": b"User-agent: *\nCrawl-delay: 7", "/a": b"word", "/b": b"word"}
    visitor.visit(f"{room.url}/a")
    visitor.visit(f"{room.url}/b")
    assert clock.slept == [2.0, 7.0]


def failing(times: int, then: bytes, **headers: str):
    """503 so many times, then a page."""
    left = [times]

    def answer(handler):
        left[0] -= 1
        reply(handler, Reply(b"busy", 503, headers=headers) if left[0] >= 0 else Reply(then))

    return answer


def test_a_failure_that_may_pass_is_tried_again_after_longer_and_longer(room, visitor, clock):
    room.paths["/a"] = failing(2, b"word")
    assert visitor.visit(f"{room.url}/a").body == b"word"
    assert clock.slept == [2.0, 2.0, 4.0]


def test_the_server_says_when_to_come_back(room, visitor, clock):
    room.paths["/a"] = failing(1, b"word", **{"Retry-After": "9"})
    assert visitor.visit(f"{room.url}/a").body == b"word"
    assert clock.slept == [2.0, 9.0]


def test_a_server_that_wants_long_rest_is_left_alone_for_this_run(room, visitor):
    room.paths |= {"/a": failing(1, b"word", **{"Retry-After": "3600"}), "/b": b"word"}
    for path in ("/a", "/b"):
        with pytest.raises(Resting, match="3,600 seconds"):
            visitor.visit(room.url + path)
    assert room.visits("/b") == 0


def test_after_three_failures_in_a_row_a_host_is_left_alone(room, visitor):
    room.paths["/a"] = Reply(status=500)
    for _ in range(3):
        with pytest.raises(Failed, match=r"500 .*tried 3 times"):
            visitor.visit(f"{room.url}/a")
    with pytest.raises(Resting, match="failed 3 times in a row"):
        visitor.visit(f"{room.url}/b")
    assert room.visits("/a") == 9


def test_a_page_that_is_not_there_is_not_tried_again(room, visitor):
    with pytest.raises(Failed, match="404") as told:
        visitor.visit(f"{room.url}/gone")
    assert not told.value.again and room.visits("/gone") == 1


def test_redirects_are_followed_and_every_step_asks_robots_txt(room, visitor):
    room.paths |= {
        "/robots.txt": b"User-agent: *\nDisallow: /closed",
        "/old": Reply(status=301, headers={"Location": "/new"}),
        "/new": b"word",
        "/trap": Reply(status=302, headers={"Location": "/closed"}),
        "/loop": Reply(status=302, headers={"Location": "/loop"}),
        "/nowhere": Reply(status=302),
        "/file": Reply(status=302, headers={"Location": "file:///etc/hostname"}),
    }
    assert visitor.visit(f"{room.url}/old").url == f"{room.url}/new"
    with pytest.raises(Refused, match=r"robots\.txt"):
        visitor.visit(f"{room.url}/trap")
    with pytest.raises(Failed, match="redirected more than 5 times"):
        visitor.visit(f"{room.url}/loop")
    with pytest.raises(Failed, match="302"):
        visitor.visit(f"{room.url}/nowhere")
    with pytest.raises(Refused, match="http://"):
        visitor.visit(f"{room.url}/file")
    assert room.visits("/closed") == 0


@pytest.mark.parametrize("place", ["http://127.0.0.1:9/admin", "http://169.254.169.254/latest", "http://[::1]/"])
def test_a_redirect_into_a_private_network_is_refused(room, monkeypatch, place):
    """The newsroom plays a public host: only its own port counts as public."""
    own = int(room.url.rsplit(":", 1)[1])
    monkeypatch.setattr("standpoint.fetch.resolved", lambda host, port: ["8.8.8.8"] if port == own else [host])
    monkeypatch.setattr(
        "standpoint.fetch.create_connection", lambda at, *a: create_connection(("127.0.0.1", at[1]), *a)
    )
    room.paths["/a"] = Reply(status=302, headers={"Location": place})
    with pytest.raises(Refused, match="private network"):
        Visitor(manners=Manners(delay=0), limits=Limits(silence=0.5)).visit(f"{room.url}/a")
    assert room.visits("/a") == 1


def test_a_conditional_request_may_be_answered_with_not_changed(room, visitor):
    room.paths["/a"] = Reply(b"word", etag='"1"')
    assert visitor.visit(f"{room.url}/a", {"If-None-Match": '"1"'}).status == 304
