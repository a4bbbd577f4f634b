"""The learned reader on claims: near in meaning, whoever speaks or acts, and an honest "don't know"."""

from collections import Counter

import numpy as np
import pytest

from standpoint import looks
from standpoint.asked import Candidate
from standpoint.claim_reader import claim_reader, marked, told
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.looks import EACH, MOST
from standpoint.nearness import nearness
from standpoint.reader import reader
from standpoint.second_look import CLOSES, CONTEXT, OPENS, beside
from standpoint.sights import sights
from standpoint.stances import decisions
from standpoint.tagger import Tagger
from standpoint.text import sentences


def pieces(text: str):
    return reader().read(text, [(0, len(text))], [])


def test_a_claim_is_near_to_what_means_the_same_in_other_words():
    claim = pieces("Gun laws should be made stricter.").pieces
    text = "Firearms need tighter control. The harbour festival opened on Sunday. Rain is expected."
    read = reader().read(text, sentences(text), [])
    at = [slice(*np.searchsorted(read.starts, span)) for span in sentences(text)]
    same, festival, rain = nearness(claim_reader().words, read.pieces, at, [claim])[:, 0]
    assert same > festival > rain  # the festival stands beside it, the rain farther off


def test_nothing_is_near_where_there_is_nothing():
    words = claim_reader().words
    assert nearness(words, np.zeros(0, np.int32), [], [pieces("A toll should be charged.").pieces]).shape == (0, 1)
    assert nearness(words, np.zeros(0, np.int32), [slice(0, 0)], []).shape == (1, 0)


class Judge:
    """A reader of claims that sees what it is told to see of every passage."""

    def __init__(self, none: float, support: float, oppose: float):
        self.words = claim_reader().words
        self.row, self.asked = [none, support, oppose], []

    def judge(self, reading, marks, passages, statements):
        self.asked += passages
        return np.array([self.row] * len(passages), np.float32).reshape(-1, 3)


@pytest.fixture(scope="module")
def tagger(tmp_path_factory):
    file = tmp_path_factory.mktemp("claims") / "issues.yaml"
    file.write_text(
        """
actors:
  - {id: ines-aro, name: Ines Aro, type: person}
  - {id: odo-venn, name: Odo Venn, type: person}
issues:
  - {id: guns, claim: "Gun laws should be made stricter."}
  - {id: ferry, claim: "The ferry should be free of charge.", threshold: 0.9}
  - {id: dam, claim: "The dam should be built."}
  - {id: toll, claim: "A toll should be charged on the bridge.", en: {terms: [toll]}}
""",
        encoding="utf-8",
    )
    return Tagger(load_codebook([file]), reader())


def read(
    tagger: Tagger,
    text: str,
    judge: Judge | None = None,
    opinion: bool = False,
    by: tuple[str, ...] = ("learned",),
    again: Judge | None = None,
) -> list:
    """Decisions on issues that the reader of claims took, or that rest on rules: (holder, issue, position), with
    the reasons."""
    article = Article(tagger.actors["en"], "2025-01-13")
    field = tagger.read(article, "en", "text", text)
    claims = tagger.claims["en"]
    found, _ = decisions(
        text, field.sentences, field.mentions, field.statements, tagger.issues["en"], opinion=opinion,
        reading=field.learned, claims=claims._replace(reader=judge, again=again or judge) if judge else claims,
    )  # fmt: skip
    return [s for s in found if s.basis in by and s.target_kind == "issue"]


FIREARMS = "Ines Aro arrived on Monday. “Firearms are too easy to buy, and the rules must be tighter,” Ines Aro said."
FARE = "Ines Aro said passengers on the ferry pay too high a fare."


def test_whoever_speaks_is_asked_about_and_the_likelier_side_counts(tagger):
    found = [s for s in read(tagger, FIREARMS, Judge(0.05, 0.9, 0.05)) if s.target_id == "guns" and s.position]
    assert {(s.holder_id, s.position) for s in found} == {("ines-aro", "support")}
    (because,) = {s.because for s in found}
    assert because == (
        "the learned reader takes it for support of the claim (90% likely here; in all a position is 89% likely, this "
        "side 91%)"
    )
    assert {FIREARMS[s.start : s.end] for s in found} == {FIREARMS[28:]}


def says(sentence: int, issue: int = 0, statement: int | None = 0, holder: str = "ines-aro") -> Candidate:
    return Candidate(0.8, sentence, holder, issue, statement)


def seen(*rows: tuple[Candidate, list[float]]) -> dict:
    return sights(rows, {})


def test_the_sentences_of_a_holder_tell_his_side_together():
    rows = (says(0), [0.2, 0.45, 0.35]), (says(1), [0.25, 0.15, 0.6]), (says(2, statement=None), [0.1, 0.1, 0.8])
    sight, alone = seen(*rows)["ines-aro", 0], seen(rows[0])["ines-aro", 0]
    assert (sight.side, alone.side) == (2, 1) and sight.relevance > alone.relevance
    assert 0.5 < sight.direction < 1 and [c.sentence for c, _ in sight.evidence] == [0, 1]


def test_where_somebody_is_only_named_it_tips_the_scales():
    spoken, named = (says(0), [0.2, 0.42, 0.38]), (says(1, statement=None), [0.1, 0.1, 0.8])
    assert seen(spoken)["ines-aro", 0].side == 1
    assert seen(spoken, named)["ines-aro", 0].side == 2


def test_the_more_is_looked_at_the_likelier_is_a_mistake():
    sure, others = (says(0), [0.1, 0.8, 0.1]), [(says(n, issue=n), [0.9, 0.05, 0.05]) for n in range(1, 30)]
    alone, among_many = seen(sure)["ines-aro", 0], seen(sure, *others)["ines-aro", 0]
    assert alone.relevance > 0.6 > among_many.relevance and alone.direction == among_many.direction


def test_where_no_sentence_shows_a_side_by_itself_the_one_that_shows_it_most_is_the_evidence():
    (sight,) = seen((says(0), [0.6, 0.22, 0.18]), (says(1), [0.55, 0.28, 0.17])).values()
    assert [c.sentence for c, _ in sight.evidence] == [1]


def test_where_words_tell_little_a_foe_takes_the_other_side_and_a_friend_the_same():
    asked = [says(0), says(1, holder="odo-venn")]
    likely = [[0.1, 0.85, 0.05], [0.2, 0.42, 0.38]]
    apart = dict.fromkeys((("ines-aro", "odo-venn"), ("odo-venn", "ines-aro")), -1.0)
    rows = list(zip(asked, likely, strict=True))
    alone, foes = sights(rows, {}), sights(rows, apart)
    friends = sights(rows, dict.fromkeys(apart, 1.0))
    assert [found["odo-venn", 0].side for found in (alone, foes, friends)] == [1, 2, 1]
    assert friends["odo-venn", 0].direction > alone["odo-venn", 0].direction
    assert foes["ines-aro", 0].side == 1  # whose own words are plain


def test_a_sentence_may_be_about_several_issues():
    both = seen((says(0, issue=0), [0.3, 0.6, 0.1]), (says(0, issue=1), [0.25, 0.1, 0.65]))
    assert [(both["ines-aro", n].side, len(both["ines-aro", n].evidence)) for n in (0, 1)] == [(1, 1), (2, 1)]


def test_a_codebook_can_ask_for_more_and_near_misses_are_told(tagger):
    (ferry,) = [s for s in read(tagger, FARE, Judge(0.05, 0.9, 0.05)) if s.target_id == "ferry"]
    assert ferry.position == "" and ferry.because.endswith("which together is below 90%")
    assert ferry.confidence == pytest.approx(ferry.relevance * ferry.direction) and ferry.confidence > 0.5
    assert not read(tagger, FARE, Judge(0.8, 0.1, 0.1))


def test_what_is_near_to_no_claim_is_not_read(tagger):
    judge = Judge(0.2, 0.7, 0.1)
    assert not read(tagger, "Ines Aro said it would rain. The gulls were quiet.", judge) and not judge.asked


def test_issues_with_terms_are_left_to_the_rules(tagger):
    text = "The toll was his idea. Ines Aro says that a toll is charged on every bridge."
    assert "toll" not in {s.target_id for s in read(tagger, text, Judge(0.2, 0.1, 0.7))}


RULED = "Ines Aro said that gun laws must be made stricter."


@pytest.mark.parametrize(("support", "position"), [(0.7, "support"), (0.5, "support"), (0.1, "")])
def test_a_rules_position_stands_unless_the_reader_finds_it_unlikely(tagger, support, position):
    article = Article(tagger.actors["en"], "2025-01-13")
    field = tagger.read(article, "en", "text", RULED)
    judge = Judge(0.9 - support, support, 0.1)
    claims = tagger.claims["en"]._replace(reader=judge, again=judge)
    found, _ = decisions(
        RULED,
        field.sentences,
        field.mentions,
        field.statements,
        tagger.issues["en"],
        reading=field.learned,
        claims=claims,
    )
    (guns,) = [s for s in found if s.target_id == "guns"]
    assert (guns.position, guns.basis) == (position, "should")
    assert guns.because.endswith("unlikely (5%)") == (not position)


def test_a_long_article_is_read_where_it_is_nearest_to_the_claims(tagger):
    judge, again = Judge(0.2, 0.7, 0.1), Judge(0.2, 0.7, 0.1)
    found = read(tagger, " ".join([FARE] * 2 * MOST + [RULED]), judge, again=again)
    assert len(judge.asked) == MOST and found
    looked = Counter(id(p.claim) for p in again.asked)  # of one holder
    assert len(looked) > 1 and max(looked.values()) == EACH and len(again.asked) <= EACH * len(looked)


def test_an_opinion_piece_speaks_for_itself(tagger):
    text = "Firearms are too easy to buy.\n\nThe rules must be made tighter, and soon."
    assert "article" in {s.holder_id for s in read(tagger, text, Judge(0.2, 0.7, 0.1), opinion=True)}
    assert "article" not in {s.holder_id for s in read(tagger, text, Judge(0.2, 0.7, 0.1))}


def test_a_passage_is_read_alike_whatever_it_is_read_with(tagger):
    text = FIREARMS + " Odo Venn said that hunters with firearms had been treated by stricter rules for years."
    article = Article(tagger.actors["en"], "2025-01-13")
    field = tagger.read(article, "en", "text", text)
    judge = Judge(0.2, 0.7, 0.1)
    read(tagger, text, judge)
    marks = marked(field.learned, field.mentions, field.statements)
    network, count = claim_reader(), len(field.statements)
    together = network.judge(field.learned, marks, judge.asked, count)
    alone = np.concatenate([network.judge(field.learned, marks, [p], count) for p in judge.asked])
    assert len(together) > 1 and together.sum(1) == pytest.approx(1, abs=1e-5)
    assert together == pytest.approx(alone, abs=1e-4)


def test_what_is_likely_at_first_sight_is_looked_at_again_and_that_counts(tagger):
    first, again = Judge(0.5, 0.3, 0.2), Judge(0.1, 0.1, 0.8)
    found = [s for s in read(tagger, FIREARMS, first, again=again) if s.target_id == "guns" and s.position]
    assert {(s.holder_id, s.position) for s in found} == {("ines-aro", "oppose")}
    assert len(again.asked) == len(first.asked)
    unlikely, again = Judge(0.96, 0.04, 0.0), Judge(0.1, 0.1, 0.8)
    assert read(tagger, FIREARMS, unlikely, again=again) == [] and again.asked == []


def test_of_many_pairs_the_likeliest_are_looked_at_again(tagger, monkeypatch):
    monkeypatch.setattr(looks, "PAIRS", 1)
    text = FIREARMS + " Odo Venn said that hunters with firearms had been treated by stricter rules for years."
    first, again = Judge(0.5, 0.3, 0.2), Judge(0.9, 0.05, 0.05)
    read(tagger, text, first, again=again)
    assert len(first.asked) > 1 and len(again.asked) == 1


def test_more_sentences_of_a_holder_are_looked_at_where_the_likeliest_shows_a_position(tagger):
    text = " ".join([FARE] * 9)
    shown, hidden = Judge(0.2, 0.7, 0.1), Judge(0.9, 0.05, 0.05)
    for again in (shown, hidden):
        read(tagger, text, Judge(0.5, 0.3, 0.2), again=again)
    claims = len({id(p.claim) for p in hidden.asked})
    assert (len(shown.asked), len(hidden.asked)) == (EACH * claims, claims)


def test_what_rules_have_found_is_looked_at_again_however_unlikely_at_first_sight(tagger):
    unlikely, again = Judge(0.99, 0.01, 0.0), Judge(0.2, 0.1, 0.7)
    text = "Ines Aro said her party opposed strict gun laws."
    (rule,) = read(tagger, text, unlikely, by=("commitment",), again=again)
    assert (rule.position, len(again.asked)) == ("oppose", 1)


def test_a_second_look_reads_the_claim_and_behind_it_the_passage_with_what_stands_in_front(tagger):
    article = Article(tagger.actors["en"], "2025-01-13")
    field = tagger.read(article, "en", "text", FIREARMS)
    judge = Judge(0.2, 0.7, 0.1)
    read(tagger, FIREARMS, judge)
    marks, passage = marked(field.learned, field.mentions, field.statements), judge.asked[0]
    given, claim = beside(field.learned, marks, passage, len(field.statements)), passage.claim.pieces
    first, last = passage.pieces.start, passage.pieces.stop
    assert 0 < first < CONTEXT and given["pieces"].tolist() == [
        [OPENS, *claim, CLOSES, *field.learned.pieces[:last], CLOSES]
    ]
    own = slice(len(claim) + 2 + first, -1)
    assert given["told"][0, :, -1].tolist() == [0] * own.start + [1] * (last - first) + [0]
    assert given["told"][0, own, :-1].tolist() == told(marks, passage, len(field.statements)).tolist()


def test_the_shipped_network_sees_sides_that_no_rule_knows(tagger):
    (hopes,) = read(tagger, "“The dam will bring light to every village,” Ines Aro said.")
    assert (hopes.holder_id, hopes.target_id, hopes.position) == ("ines-aro", "dam", "support")
    assert hopes.confidence > 0.6 and hopes.confidence == pytest.approx(hopes.relevance * hopes.direction)
    (doubts,) = read(tagger, "Ines Aro has marched against the dam for years.")
    assert doubts.position == "oppose" and doubts.because.startswith(
        "the learned reader takes it for oppose of the claim"
    )
    for neutral in ("spoke about the dam on Monday.", "said she had read the report on the dam."):
        assert not [s for s in read(tagger, f"Ines Aro {neutral}") if s.position]


def test_the_network_does_not_overrule_plain_words_on_the_side_unless_it_is_all_but_sure(tagger):
    text = "Ines Aro said her party opposed strict gun laws."
    (contrary,) = read(tagger, text, Judge(0.1, 0.8, 0.1), by=("commitment",))
    assert (contrary.target_id, contrary.position) == ("guns", "oppose")
    sure = read(tagger, text, Judge(0.05, 0.94, 0.01), by=("commitment", "learned"))
    assert {s.position for s in sure if s.target_id == "guns" and s.basis == "commitment"} <= {""}
    assert "support" in {s.position for s in sure if s.target_id == "guns" and s.basis == "learned"}
    (nothing,) = read(tagger, text, Judge(0.9, 0.05, 0.05), by=("commitment",))
    assert nothing.position == ""  # whether any side is taken, it knows better


def test_the_network_does_not_overrule_a_judgement_on_the_side(tagger):
    (contrary,) = read(tagger, "Ines Aro said the dam would be a mistake.", Judge(0.1, 0.8, 0.1), by=("judged",))
    assert (contrary.target_id, contrary.position) == ("dam", "oppose")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Ines Aro declined to say whether the dam should be built.", False),
        ("Ines Aro did not say whether the dam should be built.", False),
        ("Ines Aro explained why the dam should be built.", True),
    ],
)
def test_who_does_not_say_whether_is_not_asked_about(tagger, text, asked):
    assert bool(read(tagger, text, Judge(0.1, 0.8, 0.1), by=("learned", "should"))) == asked


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("The dam should be built, Ines Aro told the Courier’s Odo Venn on Tuesday.", {"ines-aro"}),
        ("The dam should be built, Ines Aro told the Courier' Odo Venn on Tuesday.", {"ines-aro"}),
        ("The dam should be built, Ines Aro said in an interview with reporter Odo Venn.", {"ines-aro"}),
        ("The dam should be built, Ines Aro told Courier anchor Odo Venn on Tuesday.", {"ines-aro"}),
        ("The dam should be built, Ines Aro told Odo Venn on Tuesday.", {"ines-aro", "odo-venn"}),
        ("Odo Venn told the Courier’s reporters that the dam should be built.", {"odo-venn"}),
    ],
)
def test_who_asks_in_an_interview_is_not_asked_about_himself(tagger, text, holders):
    found = read(tagger, text, Judge(0.1, 0.8, 0.1), by=("learned", "should"))
    assert {s.holder_id.split(":")[-1] for s in found} == holders


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Ines Aro said her party opposed strict gun laws.", "oppose"),
        ("Ines Aro said that we reject stricter gun laws.", "oppose"),
        ("Ines Aro said her union was against stricter gun laws.", "oppose"),
        ("Ines Aro said that her rival opposed strict gun laws.", None),
    ],
)
def test_words_of_a_statement_tell_the_side_of_its_speaker_not_of_others(tagger, text, position):
    found = {s.position for s in read(tagger, text, Judge(0.2, 0.4, 0.4), by=("commitment",)) if s.target_id == "guns"}
    assert found == ({position} if position else set())
