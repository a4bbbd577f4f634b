"""robots.txt, as RFC 9309 reads it."""

import pytest

from standpoint.robots import ALL, Rules, allowed, rules

COURIER = b"""# Harbour Courier
User-agent: *
Disallow: /search
Disallow: /*/print$
Disallow: /private/
Allow: /private/press/
Crawl-delay: 5

User-agent: greedybot
User-agent: Standpoint/2.0
Disallow: /archive  # closed
Crawl-delay: 10
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/2025/wages", True),
        ("/search?q=wages", False),
        ("/2025/wages/print", False),
        ("/2025/wages/print/2", True),
        ("/private/desk", False),
        ("/private/press/1", True),
        ("/priv%61te/desk", False),
        ("/archive", True),
    ],
)
def test_the_longest_rule_says(path, expected):
    assert allowed(rules(COURIER, "another"), path) is expected


def test_the_group_for_our_name_stands_alone_whatever_its_version_and_capitals():
    ours = rules(COURIER, "standpoint")
    assert ours == Rules((("/archive", False),), 10.0)
    assert not allowed(ours, "/archive/1") and allowed(ours, "/search")


@pytest.mark.parametrize(
    "text", [b"", b"User-agent: *\nDisallow:", b"<!doctype html><html>404</html>", b"\xff\xfe\0\0"]
)
def test_what_says_nothing_allows_all(text):
    assert rules(text, "standpoint") == ALL
    assert allowed(ALL, "/any")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/*.pdf$", "/a.pdf", True),
        ("/*.pdf$", "/a.pdf?x", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/a*b*c", "/a-b-b-c-d", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*a$", "/a", False),
        ("*", "/x", True),
    ],
)
def test_stars_and_ends(pattern, path, fits):
    assert allowed(Rules(((pattern, False),)), path) is not fits


def test_of_two_rules_as_long_the_one_that_allows_says():
    assert allowed(rules(b"User-agent: *\nDisallow: /a\nAllow: /a", "standpoint"), "/a")


def test_a_rule_of_many_stars_is_read_in_no_time():
    assert allowed(Rules((("/" + "*a" * 5000 + "$", False),)), "/" + "a" * 4000 + "b")
