"""Visits as a guest: robots.txt is kept to, each host has its rest between requests, failures are tried again."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from standpoint import __version__, robots
from standpoint.fetch import Answer, Failed, Limits, Refused, checked, fetch

NAME = "standpoint"
AGAIN = (429, 500, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)


class Resting(Exception):
    """The host is left alone until the next run; the words say why."""


@dataclass(frozen=True)
class Manners:
    """Seconds between two requests to a host (`delay`, or what robots.txt asks, up to `longest`), and how often and
    after how many seconds a failure is tried again. A host that fails `patience` visits in a row is left alone."""

    delay: float = 2.0
    longest: float = 60.0
    tries: int = 3
    backoff: float = 2.0
    longest_wait: float = 30.0
    patience: int = 3
    redirects: int = 5


class Visitor:
    """Fetches addresses for one run, and remembers each host's rules, last request and failures.

    `clock` and `sleep` are those of `time`, unless tests give others.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        allow_private: bool = False,
        manners: Manners | None = None,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ):
        self.agent = f"{NAME}/{__version__} ({contact or 'collects news articles for research; no contact given'})"
        self.manners, self.limits, self.allow_private = manners or Manners(), limits or Limits(), allow_private
        self.clock, self.sleep = clock, sleep
        self.rules: dict[str, robots.Rules] = {}
        self.next: dict[str, float] = {}
        self.failures: Counter[str] = Counter()
        self.resting: dict[str, str] = {}

    def visit(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer at an address, after its redirects: status 200, or 304 where `headers` make the request
        conditional. Each address on the way is checked like the first.

        Raises Refused (robots.txt, a private address, too large), Failed (anything else, after the last try) and
        Resting (the host is left alone until the next run).
        """
        for _ in range(self.manners.redirects + 1):
            parts = checked(url)
            if not robots.allowed(self._rules(url), parts.request_uri):
                raise Refused("robots.txt does not allow it")
            answer = self._tried(url, headers or {})
            url = _onward(answer)
            if not url:
                break
        else:
            raise Failed(f"it is redirected more than {self.manners.redirects} times", again=False)
        if answer.status not in (200, 304):
            raise Failed(f"the server answers {answer.status} {answer.reason[:60]}".rstrip(), again=False)
        return answer

    def ready(self, url: str) -> float:
        """Seconds until the host of this address may be asked again; 0 where it may be asked now."""
        return max(0.0, self.next.get(host_of(url), 0.0) - self.clock())

    def _tried(self, url: str, headers: Mapping[str, str]) -> Answer:
        """One address, tried again where that may help. Answers with any status that trying again does not mend."""
        host = host_of(url)
        for attempt in range(1, self.manners.tries + 1):
            if host in self.resting:
                raise Resting(self.resting[host])
            self.sleep(self.ready(url))
            try:
                answer = fetch(
                    url, {"User-Agent": self.agent, **headers}, self.limits, allow_private=self.allow_private
                )
                if answer.status not in AGAIN:
                    self.failures[host] = 0
                    return answer
                why = f"the server answers {answer.status} {answer.reason[:60]}".rstrip()
                problem = Failed(why, again=True, wait=_retry_after(answer))
            except Failed as error:
                problem = error
            finally:
                self.next[host] = self.clock() + self._delay(url)
            wait = max(problem.wait or 0.0, self.manners.backoff * 2 ** (attempt - 1))
            if (problem.wait or 0.0) > self.manners.longest_wait:
                self.resting[host] = f"{problem}, and asks to come back after {problem.wait:,.0f} seconds"
                raise Resting(self.resting[host])
            if not problem.again or attempt == self.manners.tries:
                break
            self.next[host] = max(self.next[host], self.clock() + wait)
        self.failures[host] += 1
        if self.failures[host] >= self.manners.patience:
            self.resting[host] = f"{host} failed {self.failures[host]} times in a row, at last: {problem}"
        raise Failed(f"{problem}" + (f" (tried {attempt} times)" if attempt > 1 else ""), again=problem.again)

    def _delay(self, url: str) -> float:
        asked = self.rules.get(_origin(url), robots.ALL).delay
        return max(self.manners.delay, min(asked, self.manners.longest))

    def _rules(self, url: str) -> robots.Rules:
        """What the host's robots.txt says, fetched once a run. Without one all is allowed; out of reach, nothing."""
        origin = _origin(url)
        if origin in self.rules:
            return self.rules[origin]
        try:
            at = f"{origin}/robots.txt"
            for _ in range(self.manners.redirects + 1):
                answer = self._tried(at, {})
                at = _onward(answer)
                if not at:
                    break
            found = robots.rules(answer.body, NAME) if answer.status == 200 else robots.ALL
        except Failed as error:
            raise Failed(f"its robots.txt cannot be had: {error}", again=error.again) from None
        self.rules[origin] = found
        return found


def host_of(url: str) -> str:
    """The host of an address, in lower case."""
    return str(checked(url).host).lower()


def _origin(url: str) -> str:
    parts = checked(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _onward(answer: Answer) -> str:
    """Where a redirect leads to; "" where the answer is none."""
    place = " ".join(answer.headers.get("Location", "").split())
    if answer.status not in REDIRECTS or not place:
        return ""
    with suppress(UnicodeError):  # header bytes are read as Latin-1; addresses are mostly UTF-8
        place = place.encode("latin-1").decode("utf-8")
    try:
        return urljoin(answer.url, place)
    except ValueError:
        raise Failed(f"it is redirected to {place[:100]!r}, which is no address", again=False) from None


def _retry_after(answer: Answer) -> float | None:
    try:
        return Retry().parse_retry_after(answer.headers.get("Retry-After", "") or "0") or None
    except (InvalidHeader, OverflowError, ValueError):
        return None
