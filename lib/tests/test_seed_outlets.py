"""seeds/outlets.yaml: enough agencies and outlets, and no name or credit that could stand for two of them."""

from collections import Counter
from zoneinfo import available_timezones

import pytest

from standpoint.codebook import read_codebook_file
from standpoint.credits import read_credit
from standpoint.places import SEEDS


@pytest.fixture(scope="module")
def seeds():
    return read_codebook_file(SEEDS / "outlets.yaml").data


@pytest.fixture(scope="module")
def entries(seeds):
    return [*seeds["agencies"], *seeds["outlets"]]


def names(entry) -> set[str]:
    return {entry["name"], entry.get("full_name", entry["name"]), *entry.get("aliases", ())}


def test_there_are_enough(seeds):
    assert len(seeds["agencies"]) >= 25
    assert len(seeds["outlets"]) >= 35


def test_ids_names_and_domains_are_unique(entries):
    for what in (lambda e: [e["id"]], names, lambda e: e.get("domains", [])):
        counts = Counter(value for e in entries for value in what(e))
        assert [value for value, n in counts.items() if n > 1] == []


def test_a_credit_stands_for_one_agency(seeds):
    forms = [{form.casefold() for form in [*names(a), *a["credits"]]} for a in seeds["agencies"]]
    counts = Counter(form for agency in forms for form in agency)
    assert [credit for credit, n in counts.items() if n > 1] == []


def test_every_agency_is_found_in_its_own_dateline(book):
    shapes = {
        "brackets": "LIMA, May 4 ({}) — Rain fell.",
        "slashes": "LIMA, May 4. /{}/. Rain fell.",
        "bare": "LIMA, May 4 {} - Rain fell.",
        "leading": "({}) - Lima, May 4 - Rain fell.",
    }
    for agency in (o for o in book.outlets.values() if o.is_agency):
        for shape in {"brackets", agency.dateline}:
            credits = [c for c in agency.credits if c.replace(" ", "").replace(".", "").replace("-", "").isalpha()]
            for credit in credits if shape != "bare" else [c for c in credits if " " not in c]:
                assert read_credit(None, None, shapes[shape].format(credit), book.outlets).agency == agency.name


def test_countries_are_states_of_the_codebook(entries, book):
    unknown = {e["country"] for e in entries} - {a.id for a in book.actors.values() if a.type == "state"}
    assert unknown == set()


def test_outlets_have_a_domain_and_a_time_zone(seeds):
    assert [e["id"] for e in seeds["outlets"] if not e.get("domains")] == []
    zones = {e["timezone"] for e in seeds["outlets"]} | {e.get("timezone", "UTC") for e in seeds["agencies"]}
    assert zones <= available_timezones()


def test_no_outlet_has_the_name_of_another_actor(entries, book):
    actors = {n for a in book.actors.values() for n in (a.name, *a.aliases, *a.demonyms, *a.metonyms)}
    assert {n for e in entries for n in names(e)} & actors == set()
