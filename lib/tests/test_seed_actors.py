"""seeds/actors.yaml: every name has one owner, every seat one holder at a time, and known days have known holders."""

from collections import defaultdict
from itertools import pairwise

import pytest

SHARED_TITLES = {"Senator", "Presidential Candidate", "Special Envoy", "Spokesman", "Deputy Prime Minister"}


def test_no_form_names_two_actors(book):
    owners = defaultdict(set)
    for actor in book.actors.values():
        for form in (actor.name, *actor.aliases, *actor.demonyms, *actor.metonyms, *actor.short_names):
            owners[form].add(actor.id)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_people_have_a_gender_and_a_state(book):
    for actor in book.actors.values():
        if actor.type == "person":
            assert actor.gender in ("m", "f"), actor.id
            assert book.actors[actor.country].type == "state", actor.id


def test_every_office_has_wordings_and_every_wording_an_office(book):
    held = {office.title for actor in book.actors.values() for office in actor.offices}
    assert held == set(book.office_titles)


def test_a_seat_has_one_holder_at_a_time(book):
    """Terms may touch: in the year or month of a handover where no day is given, on the day itself otherwise."""
    terms = defaultdict(list)
    for actor in book.actors.values():
        for office in actor.offices:
            if office.title not in SHARED_TITLES:
                terms[office.title, office.of].append((office.start or "0", office.end or "9", actor.id))
    clashes = []
    for seat, held in terms.items():
        for (_, end, one), (start, _, other) in pairwise(sorted(held)):
            precision = 4 if end.endswith("-12-31") else 7 if end.endswith("-31") else 10
            if one != other and start[:precision] < end[:precision]:
                clashes.append((seat, one, other))
    assert clashes == []


@pytest.mark.parametrize(
    ("day", "title", "of", "holder"),
    [
        ("2025-01-13", "Secretary General", "nato", "mark-rutte"),
        ("2019-06-01", "Secretary General", "nato", "jens-stoltenberg"),
        ("2025-01-13", "President", "united-states", "joe-biden"),
        ("2025-01-13", "President-elect", "united-states", "donald-trump"),
        ("2016-12-01", "President-elect", "united-states", "donald-trump"),
        ("2018-03-01", "Prime Minister", "netherlands", "mark-rutte"),
        ("2024-11-20", "COP29 President", "unfccc", "mukhtar-babayev"),
        ("2009-06-01", "President", "russia", "dmitry-medvedev"),
        ("2015-11-30", "Executive Secretary", "unfccc", "christiana-figueres"),
        ("2022-09-20", "Prime Minister", "united-kingdom", "liz-truss"),
    ],
)
def test_who_held_what_when(book, day, title, of, holder):
    holders = [
        actor.id
        for actor in book.actors.values()
        for office in actor.offices
        if (office.title, office.of) == (title, of) and (office.start or "0") <= day <= (office.end or "9")
    ]
    assert holders == [holder]
