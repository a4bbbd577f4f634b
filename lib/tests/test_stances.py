"""Stances: who stands where, sentence by sentence. A row is holder, target, position; no row is an abstention."""

from datetime import UTC, datetime
from textwrap import dedent

import pandas as pd
import pytest
import tiny

from standpoint.codebook import load_codebook
from standpoint.explain import explain
from standpoint.introduced import Article as ActorsOf
from standpoint.leanings import cue_of, read_cue
from standpoint.stances import find_stances
from standpoint.statements import Statement
from standpoint.suggest import suggest_terms
from standpoint.tables import frame
from standpoint.tag import tag
from standpoint.tagger import Tagger

DAY = datetime(2025, 1, 13, 8, tzinfo=UTC)
AID, TALKS, DEAL = "military-aid-to-ukraine", "peace-talks-now", "quick-end-to-war"
SANCTIONS, NATO, SPENDING = "sanctions-on-russia", "ukraine-nato-membership", "defence-spending"
FINANCE, FOSSIL, DAMAGE = "climate-finance", "fossil-fuel-phase-out", "loss-and-damage"


@pytest.fixture(scope="module")
def book(book):
    """The codebook of seeds/ with invented people."""
    return tiny.with_people(book)


@pytest.fixture(scope="module")
def stances(book):
    """Sentences → {(holder, target, position)}, each sentence tagged as an article of 13 January 2025."""

    def of(text, codebook=book, title=None, **article):
        row = {"article_id": "a", "text": dedent(text).strip(), "title": title, "language": "en"}
        row |= {"published": DAY, "outlet": "Harbour Courier", **article}
        rows = tag(frame("articles", [row]), codebook)["stances"]
        return {(r.holder_id, r.target_id, r.position) for r in rows.itertuples()}

    return of


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what is done to the thing
        ("Odo Falk pledged to raise defence spending.", ("odo-falk", SPENDING, "support")),
        ("Ervin Holbán demanded an end to sanctions on Russia.", ("ervin-holban", SANCTIONS, "oppose")),
        ("Pavel Ostrog wants to stop funding arms for Ukraine.", ("pavel-ostrog", AID, "oppose")),
        ("Boris Stolvin said that the sanctions should be lifted.", ("boris-stolvin", SANCTIONS, "oppose")),
        ("Kaia Ravn said the world must phase out fossil fuels.", ("kaia-ravn", FOSSIL, "support")),
        # negation, and how far it reaches
        ("Otto Lindauer said Germany would not deliver Taurus missiles.", ("otto-lindauer", AID, "oppose")),
        ("Kaia Ravn said the EU must not ease sanctions on Russia.", ("kaia-ravn", SANCTIONS, "support")),
        ("Ervin Holbán said that he would not support more military aid.", ("ervin-holban", AID, "oppose")),
        ("Pavel Ostrog refused to send more weapons to Ukraine.", ("pavel-ostrog", AID, "oppose")),
        ("Danylo Sorn said Ukraine would not negotiate with Moscow.", ("danylo-sorn", TALKS, "oppose")),
        # cues that lean
        ("Otto Lindauer ruled out NATO membership for Ukraine.", ("otto-lindauer", NATO, "oppose")),
        ("Pavel Ostrog criticised the sanctions as useless.", ("pavel-ostrog", SANCTIONS, "oppose")),
        ("Odo Falk welcomed the new package of sanctions.", ("odo-falk", SANCTIONS, "support")),
        ("Danylo Sorn rejected a quick deal with Russia.", ("danylo-sorn", DEAL, "oppose")),
        ("NATO membership for Ukraine not realistic, Hugo Tarn says.", ("hugo-tarn", NATO, "oppose")),
        # what is wished of a thing stands behind it
        ("Odo Falk called for sanctions to be lifted.", ("odo-falk", SANCTIONS, "oppose")),
        ("Odo Falk joined calls for sanctions to be lifted.", ("odo-falk", SANCTIONS, "oppose")),
        ("Odo Falk called for the sanctions to end.", ("odo-falk", SANCTIONS, "oppose")),
        ("Odo Falk wants the sanctions lifted.", ("odo-falk", SANCTIONS, "oppose")),
        ("Odo Falk called for sanctions to be extended.", ("odo-falk", SANCTIONS, "support")),
        ("Odo Falk called for sanctions to end the war.", ("odo-falk", SANCTIONS, "support")),
        ("Odo Falk said the sanctions should go.", ("odo-falk", SANCTIONS, "oppose")),
        # when it is time, and when it is not
        ("Odo Falk said it was time to lift the sanctions.", ("odo-falk", SANCTIONS, "oppose")),
        ("Odo Falk said it was too early to lift the sanctions.", ("odo-falk", SANCTIONS, "support")),
        ("Odo Falk said there was no reason to keep sanctions.", ("odo-falk", SANCTIONS, "oppose")),
        ("Odo Falk warned the council not to ease sanctions.", ("odo-falk", SANCTIONS, "support")),
        ("Odo Falk said he would not hesitate to impose more sanctions.", ("odo-falk", SANCTIONS, "support")),
        # sides that are given up
        ("Odo Falk dropped his opposition to sanctions.", ("odo-falk", SANCTIONS, "support")),
        ("Odo Falk withdrew his support for sanctions.", ("odo-falk", SANCTIONS, "oppose")),
        # judgements
        ("“Sanctions do not work,” Pavel Ostrog said.", ("pavel-ostrog", SANCTIONS, "oppose")),
        ("“Sanctions are working,” Kaia Ravn said.", ("kaia-ravn", SANCTIONS, "support")),
        ("Kaia Ravn said it would be a mistake to lift sanctions.", ("kaia-ravn", SANCTIONS, "support")),
        ("Joost Venhuis said doubling down on fossil fuels was absurd.", ("joost-venhuis", FOSSIL, "support")),
        ("Boris Stolvin said sanctions were illegal and should be lifted.", ("boris-stolvin", SANCTIONS, "oppose")),
        ("Pavel Ostrog warned that more sanctions would hurt Europe.", ("pavel-ostrog", SANCTIONS, "oppose")),
        ("Joost Venhuis warned that a cut in military aid would cost lives.", ("joost-venhuis", AID, "support")),
        # what the words of the statement say of its speaker
        ("Odo Falk said his government was in favour of sanctions.", ("odo-falk", SANCTIONS, "support")),
        ("Ervin Holbán said that he was not against more sanctions.", ("ervin-holban", SANCTIONS, "support")),
        ("Kaia Ravn said that shelving the sanctions would be a mistake.", ("kaia-ravn", SANCTIONS, "support")),
        # amounts
        ("Joost Venhuis said the two percent target was not enough.", ("joost-venhuis", SPENDING, "support")),
        ("Joost Venhuis said Ukraine was not strong enough to negotiate peace.", ("joost-venhuis", TALKS, "oppose")),
        # threats and announcements
        (
            "Hugo Tarn threatened to impose sanctions on Russia if Boris Stolvin did not come to talks.",
            ("hugo-tarn", SANCTIONS, "support"),
        ),
        ("The White House announced a new package of military aid.", ("united-states", AID, "support")),
        ("An Amber Palace spokesman said Russia was ready for talks with Ukraine.", ("anton-dremov", TALKS, "support")),
        # acts
        ("Hungary vetoed a new package of sanctions on Russia.", ("hungary", SANCTIONS, "oppose")),
        ("Slovakia halted military aid to Ukraine.", ("slovakia", AID, "oppose")),
        ("Since 2022 Washington has provided billions in military aid.", ("united-states", AID, "support")),
        # actors
        ("Joost Venhuis warned against the victory of Russia.", ("joost-venhuis", "russia", "oppose")),
        ("Boris Stolvin was criticised by Kaia Ravn.", ("kaia-ravn", "boris-stolvin", "oppose")),
    ],
)
def test_a_position(stances, sentence, expected):
    assert stances(sentence) == {expected}


@pytest.mark.parametrize(
    "sentence",
    [
        "Otto Lindauer asked whether military aid should increase.",
        "Hugo Tarn said Washington could consider easing sanctions.",
        "Kaia Ravn said a quarter of the budget goes to defence spending.",
        "Kaia Ravn warned that sanctions would be lifted too early.",
        "Otto Lindauer said military aid to Israel must be increased.",
        "Anton Dremov denied that Russia was ready for talks with Ukraine.",
        "Hugo Tarn announced new funding for those affected by the war in Ukraine.",
        "Hugo Tarn did not say when he would meet Boris Stolvin.",
        "Hugo Tarn said he would not back down on the sanctions.",
        "Sanctions on Russia were on the agenda in Brussels.",
        "Kaia Ravn did not criticise Boris Stolvin.",
        "Officials in Moscow vetoed nothing.",
        "Odo Falk stopped short of backing sanctions.",
        "Odo Falk did not rule out lifting the sanctions.",
    ],
)
def test_where_nothing_decides_there_is_no_row(stances, sentence):
    assert stances(sentence) == set()


def test_two_holders_of_one_statement(stances):
    found = stances("Poland and Lithuania called for more air defence systems.")
    assert found == {("poland", AID, "support"), ("lithuania", AID, "support")}


def test_a_medium_that_passes_words_on_holds_no_position(stances):
    found = stances("TASR reported that Ukraine needs more military aid. AFP wrote that sanctions must be kept.")
    assert found == set()


def test_a_position_told_by_somebody_else_names_who_tells_it(book):
    text = "Danylo Sorn said that Hungary had vetoed a new package of sanctions."
    row = {"article_id": "a", "text": text, "language": "en", "published": DAY}
    tables = tag(frame("articles", [row]), book)
    (stance,) = tables["stances"].to_dict("records")
    assert (stance["holder_id"], stance["reported_by"]) == ("hungary", "danylo-sorn")
    act = tables["statements"].set_index("statement_id").loc[stance["statement_id"]]
    assert (act["kind"], [text[c["start"] : c["end"]] for c in act["cue_spans"]]) == ("act", ["vetoed"])


def test_opinion_pieces_argue_in_their_own_voice(stances):
    text = "Rich countries must pay more climate finance. I oppose any loss and damage payments."
    assert stances(text, title="Opinion: Pay up") == {("article", FINANCE, "support"), ("article", DAMAGE, "oppose")}
    assert stances(text, title="Ministers meet") == set()


@pytest.fixture
def wages(tmp_path):
    """A codebook of an id and a claim alone, for and against the same thing."""

    def claimed(claim):
        file = tmp_path / "issues.yaml"
        file.write_text(f'issues:\n  - id: wage\n    claim: "{claim}"\n', encoding="utf-8")
        return tiny.with_people(load_codebook([file]))

    return claimed


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Clara Lund said a higher minimum wage was due.", {("person:clara-lund", "wage", "support")}),
        ("Clara Lund said that with due diligence the minimum wage was looked at.", set()),
        ("Clara Lund said talks on the minimum wage were due in May.", set()),
    ],
)
def test_what_is_due_should_be_but_not_due_diligence(stances, wages, sentence, expected):
    assert stances(sentence, wages("The minimum wage should be raised.")) == expected


@pytest.mark.parametrize(
    ("claim", "sentence", "position"),
    [
        ("The minimum wage should be raised.", "Odo Falk said the minimum wage must rise.", "support"),
        ("The minimum wage should be raised.", "Odo Falk opposed a higher minimum wage.", "oppose"),
        ("The minimum wage should be abolished.", "Odo Falk said the minimum wage must be abolished.", "support"),
        ("The minimum wage should be abolished.", "Odo Falk called for a higher minimum wage.", "oppose"),
        ("The minimum wage should not be cut.", "Odo Falk demanded cuts to the minimum wage.", "oppose"),
        ("The minimum wage should be cut.", "Odo Falk demanded cuts to the minimum wage.", "support"),
        ("The minimum wage should be done away with.", "Odo Falk opposed a minimum wage.", "support"),
        ("The minimum wage should be frozen.", "Odo Falk demanded a freeze of the minimum wage.", "support"),
        (
            "The minimum wage bill should be withdrawn.",
            "Odo Falk announced the withdrawal of the minimum wage bill.",
            "support",
        ),
        ("Trucks should be kept out of the city centre.", "Odo Falk demanded trucks in the city centre.", "oppose"),
    ],
)
def test_a_claim_alone_is_enough_and_says_which_way(stances, wages, claim, sentence, position):
    assert stances(sentence, wages(claim)) == {("odo-falk", "wage", position)}


@pytest.mark.parametrize("claim", ["The minimum wage has risen.", "The minimum wage was invented by lobbyists."])
def test_no_rule_tells_who_agrees_that_something_is_so(stances, wages, claim):
    """Praise of the thing, or a wish for more of it, says nothing of whether the claim is true."""
    assert stances("Odo Falk called for a higher minimum wage, and hailed it as fair.", wages(claim)) == set()
    assert stances("Odo Falk hailed the minimum wage.", wages("The minimum wage is good for the country.")) != set()


def test_two_opposite_claims_give_one_holder_opposite_positions(stances, tmp_path):
    file = tmp_path / "issues.yaml"
    file.write_text(
        dedent("""\
            issues:
              - {id: more, claim: "More aid should be given to Ukraine."}
              - {id: none, claim: "No more aid should be given to Ukraine."}
            """),
        encoding="utf-8",
    )
    found = stances("Joost Venhuis called for more aid to Ukraine.", tiny.with_people(load_codebook([file])))
    assert found == {("joost-venhuis", "more", "support"), ("joost-venhuis", "none", "oppose")}


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Flooding in the valley is a grave danger.", "support"),
        ("Flooding is not a danger at all.", "oppose"),
        ("The danger of flooding is a myth.", "oppose"),
        ("The flooding began on a Monday.", None),
        ("Is flooding a danger?", None),
    ],
)
def test_a_claim_that_judges_is_met_by_what_is_said_of_its_thing(stances, wages, sentence, position):
    """A text of one sentence is somebody's own: a survey answer, a post."""
    for claim in ("Flooding is a serious problem.", "Flooding is a serious problem that must be acted on."):
        found = stances(sentence, wages(claim))
        assert found == ({("article", "wage", position)} if position else set())


def test_references_back_to_an_issue(stances, wages):
    book = wages("The minimum wage should be raised.")
    text = "Odo Falk called for a higher minimum wage. Ervin Holbán rejected the proposal."
    assert stances(text, book) == {("odo-falk", "wage", "support"), ("ervin-holban", "wage", "oppose")}
    text = "Ministers want to scrap the minimum wage. Ervin Holbán rejected the plan."
    assert ("ervin-holban", "wage", "support") in stances(text, book)
    assert stances("A bridge was opened. Ervin Holbán rejected the proposal.", book) == set()


FERRY = "A bridge should be built to the island."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the thing alone, in an article that is about the issue
        (
            "Ministers met to decide whether a bridge will be built to the island. Odo Falk welcomed the bridge.",
            ("odo-falk", "support"),
        ),
        # what the article is about, several sentences back
        (
            "A bridge will be built to the island, ministers said. The bridge would carry lorries, too. Fog lay on the "
            "sound. Gulls cried. It rained. Ervin Holbán condemned the project.",
            ("ervin-holban", "oppose"),
        ),
        # nouns that lean, behind a name and in a cue
        ("Pavel Ostrog's opposition to the island bridge is well known.", ("pavel-ostrog", "oppose")),
        ("Pavel Ostrog, a fierce critic of the island bridge, was in Košice.", ("pavel-ostrog", "oppose")),
        ("Odo Falk repeated his call for a bridge to the island.", ("odo-falk", "support")),
        # who stands behind a passive
        ("The island bridge proposed by Odo Falk is long.", ("odo-falk", "support")),
        # a lack of it is no praise of it
        ("Odo Falk criticised the lack of a bridge to the island.", ("odo-falk", "support")),
        # members are their party
        ("Most of the Democrats called for a bridge to the island.", ("democratic-party", "support")),
        # between the cue and the quotation
        ("Pavel Ostrog slammed the island bridge as “a folly”.", ("pavel-ostrog", "oppose")),
    ],
)
def test_relevance_beyond_the_words_of_a_claim(stances, wages, text, expected):
    assert {(h, p) for h, t, p in stances(text, wages(FERRY)) if t == "wage"} == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "Odo Falk was asked about a bridge to the island.",
        "Odo Falk asked how long the bridge to the island would be.",
        "Odo Falk welcomed guests on a bridge in Leeds.",
    ],
)
def test_talk_of_it_is_no_position(stances, wages, text):
    assert stances(text, wages(FERRY)) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a later sentence of a quotation takes the side
        (
            "“The bridge to the island is a long story. I know it well. The bridge must be built,” Ines Aro said.",
            ("person:ines-aro", "support"),
        ),
        # an act that refers back
        ("Ministers want a bridge to the island. Democrats blocked the plan.", ("democratic-party", "oppose")),
        ("Ministers want a bridge to the island. Dems blocked the plan.", ("democratic-party", "oppose")),
        ("Ministers want a bridge to the island. Norwegian authorities approved it.", None),
        # biddings
        ("“Build the bridge to the island,” Ines Aro said.", ("person:ines-aro", "support")),
        ("“Second, stop the bridge to the island,” Ines Aro said.", ("person:ines-aro", "oppose")),
        ("“Support for the bridge to the island is old,” Ines Aro said.", None),
        # what is named is not what is referred to
        ("A bridge to the island was named. Ines Aro rejected the Second Amendment.", None),
    ],
)
def test_sides_taken_beside_the_words_that_name_the_issue(stances, wages, text, expected):
    found = {(h, p) for h, t, p in stances(text, wages(FERRY)) if t == "wage" and h != "article"}
    assert found == ({expected} if expected else set())


SANCTIONED = "More sanctions should be imposed on Freedonia."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # efforts to get around a thing are no support of it, nor is help with that
        ("Russia's efforts to evade the sanctions on Freedonia went on.", ("russia", "oppose")),
        ("Iran’s attempts to circumvent the sanctions on Freedonia went on.", ("iran", "oppose")),
        ("Iran flouted the sanctions on Freedonia.", ("iran", "oppose")),
        ("Iran helped to bypass the sanctions on Freedonia.", ("iran", "oppose")),
        ("Norway's efforts to enforce the sanctions on Freedonia went on.", ("norway", "support")),
        ("Odo Falk condemned attempts to undermine the sanctions on Freedonia.", ("odo-falk", "support")),
        # what undoes it may stand right behind it
        ("Odo Falk condemned sanctions evasion by Freedonia.", ("odo-falk", "support")),
        ("Ervin Holbán urged sanctions relief for Freedonia.", ("ervin-holban", "oppose")),
        # two verbs of less that are joined turn around once
        ("Norway committed to lifting or easing the sanctions on Freedonia.", ("norway", "oppose")),
        # "once again" ends no clause
        ("Norway must not once again ease the sanctions on Freedonia, Ines Aro said.", ("person:ines-aro", "support")),
        # a plan that says itself what it is for refers to nothing else
        ("A report named sanctions on Freedonia. Iran rejected their plan to mend a roof.", None),
        ("A report named sanctions on Freedonia. Iran rejected their plan.", ("iran", "oppose")),
        # what the thing does, in a relative clause behind it, is not done to it
        ("Odo Falk welcomed sanctions that are denying Freedonia the tools of war.", ("odo-falk", "support")),
        # where a text was written is nobody
        ("WASHINGTON — Approved more sanctions on Freedonia.", None),
        ("LONDON, March 3 (Sample Agency) - Imposed sanctions on Freedonia.", None),
    ],
)
def test_readings_that_turn_around(stances, wages, text, expected):
    rows = {(h, p) for h, t, p in stances(f"Freedonia was named.\n{text}", wages(SANCTIONED)) if t == "wage"}
    assert rows == ({expected} if expected else set())


def test_a_cue_leans_on_the_first_sentence_of_what_it_attributes(stances, wages):
    """The second sentence of a quotation is judged by its own words."""
    book = wages(SANCTIONED)
    text = "Odo Falk reaffirmed “that a friend came. Freedonia got no tools since its sanctions came.”"
    assert stances(text, book) == set()
    text = "Odo Falk reaffirmed “that sanctions on Freedonia are due. Rain fell.”"
    assert stances(text, book) == {("odo-falk", "wage", "support")}


def test_armed_forces_are_no_arms(stances, wages):
    book = wages("Ukraine should be given more weapons.")
    assert not {t for _, t, _ in stances("Odo Falk praised the armed forces of Ukraine.", book)} & {"wage"}
    assert ("odo-falk", "wage", "support") in stances("Odo Falk urged more arms for Ukraine.", book)


def test_of_several_cues_the_one_in_front_of_the_words_decides(book):
    """The learned reader joins what one speaker does in a sentence into one statement."""
    text = "Norway condemned the raid, once again reaffirming its commitment to more arms, and rejected a truce."
    words = ("condemned", "once again reaffirming", "rejected")
    cues = tuple((text.index(w), text.index(w) + len(w)) for w in words)
    content = ((text.index("its"), text.index(", and")), (text.index("a truce"), len(text) - 1))
    statement = Statement((0, len(text)), "indirect", "norway", "Norway", ((0, 6),), cues, content, None, 0.9)
    rules = Tagger(book).issues["en"]
    leans = {w: cue_of(text, statement, rules, text.index(w)).lean for w in ("raid", "arms", "truce")}
    assert leans == {"raid": -1, "arms": 1, "truce": -1}


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Mayor Ines Aro condemned the unprovoked Russian invasion of Ukraine.", "oppose"),
        ("“Russian aggression against Ukraine came in spring,” Ines Aro said.", "oppose"),
        ("“Russia answers any aggression, wherever it comes from,” Ines Aro said.", None),
        ("Ines Aro said Ukraine needed help in the war with Russia.", None),
        ("Ines Aro spoke of the war between Russia and Ukraine.", None),
    ],
)
def test_an_operation_that_a_claim_justifies_is_blamed_by_other_names(stances, wages, sentence, position):
    found = stances(sentence, wages("Russia's military operation in Ukraine is justified."))
    rows = {(h, p) for h, t, p in found if t == "wage"}
    assert rows == ({("person:ines-aro", position)} if position else set())


@pytest.mark.parametrize(
    ("claim", "sentence", "position"),
    [
        ("Ines Aro should be elected mayor.", "Democrats endorsed Mayor Ines Aro.", "support"),
        ("Ines Aro should not be elected mayor.", "Democrats endorsed Mayor Ines Aro.", "oppose"),
        ("Ines Aro should resign.", "Republican lawmakers praised Mayor Ines Aro.", "oppose"),
        ("Ines Aro should remain mayor.", "Democrats attacked Mayor Ines Aro.", "oppose"),
        ("Ines Aro should remain mayor.", "Democrats met Mayor Ines Aro.", None),
    ],
)
def test_who_should_hold_an_office_is_told_by_sides_taken_on_that_person(stances, wages, claim, sentence, position):
    assert {p for _, t, p in stances(sentence, wages(claim)) if t == "wage"} == ({position} if position else set())


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("Democrats attacked Ines Aro over her order on ferries. Ships left late.", None),
        ("Ines Aro is running for president. Democrats attacked Ines Aro, the nominee. Ships left late.", "oppose"),
        ("Democrats attacked Ines Aro, in spring a candidate, over her order. Ships left late.", None),
        ("Democrats endorsed Ines B. Aro for president. Ships left late.", "support"),
    ],
)
def test_who_is_no_candidate_in_an_article_is_not_voted_for_in_it(stances, wages, text, position):
    found = stances(text, wages("Ines Aro should be elected president."))
    assert {p for _, t, p in found if t == "wage"} == ({position} if position else set())


def test_names_of_a_claim_need_not_be_whole(stances, wages):
    book = wages("Ines Tolvaer should be elected mayor.")
    assert ("odo-falk", "wage", "support") in stances("Odo Falk urged people to elect Tolvaer mayor.", book)


def test_bad_for_whom_a_claim_names_is_no_judgement_of_the_thing(stances, wages):
    book = wages("Sanctions should be imposed on Russia.")
    text = "Odo Falk said the sanctions are hurting Russia."
    assert stances(text, book) == {("odo-falk", "wage", "support")}


def test_who_works_for_somebody_speaks_for_himself(book):
    text = "“The bridge is ugly,” said Odo Falk campaign manager Ines Tolvaer on Monday."
    row = {"article_id": "a", "text": text, "language": "en", "published": DAY}
    (statement,) = tag(frame("articles", [row]), book)["statements"].to_dict("records")
    assert statement["speaker_id"] == "person:ines-tolvaer"


def test_a_speaker_without_a_name_holds_a_row_without_a_holder(wages):
    row = {"article_id": "a", "text": "Shopkeepers said the minimum wage should be raised. They had met on Monday."}
    row |= {"language": "en", "published": DAY}
    (stance,) = tag(frame("articles", [row]), wages("The minimum wage should be raised."))["stances"].to_dict("records")
    assert pd.isna(stance["holder_id"])
    assert stance["position"] == "support"


@pytest.fixture(scope="module")
def tagger(book):
    return Tagger(book)


def towards(tagger, text):
    """(holder, target, position, basis) of the positions on actors that a text holds."""
    article = ActorsOf(tagger.actors["en"], "2025-01-13")
    read = tagger.read(article, "en", "text", text)
    found, _ = find_stances(text, read.sentences, read.mentions, read.statements, tagger.issues["en"])
    return {(s.holder_id, s.target_id, s.position, s.basis) for s in found if s.target_kind == "actor"}


FALK, HOLBAN, OSTROG = "odo-falk", "ervin-holban", "pavel-ostrog"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Odo Falk lashed out at Ervin Holbán.", {(FALK, HOLBAN, "oppose")}),
        ("Ervin Holbán was praised by Pavel Ostrog.", {(OSTROG, HOLBAN, "support")}),
        ("Ervin Holbán, endorsed by Pavel Ostrog, smiled.", {(OSTROG, HOLBAN, "support")}),
        (
            "Odo Falk criticised Ervin Holbán and Pavel Ostrog.",
            {(FALK, HOLBAN, "oppose"), (FALK, OSTROG, "oppose")},
        ),
        ("Odo Falk spoke for an hour and attacked Ervin Holbán.", {(FALK, HOLBAN, "oppose")}),
        ("Odo Falk opened the session while defending Ervin Holbán.", {(FALK, HOLBAN, "support")}),
        ("Odo Falk did not criticise Ervin Holbán.", set()),
        ("Odo Falk might endorse Ervin Holbán.", set()),
        ("Odo Falk accused Hungarian Prime Minister Ervin Holbán.", {(FALK, HOLBAN, "oppose")}),
        ("Odo Falk attacked the Hungary deal.", set()),
        ("Odo Falk’s attack on Ervin Holbán was long.", {(FALK, HOLBAN, "oppose")}),
        ("Criticism of Ervin Holbán by Odo Falk grew.", {(FALK, HOLBAN, "oppose")}),
        ("Odo Falk voiced support for Ervin Holbán.", {(FALK, HOLBAN, "support")}),
        ("Odo Falk has lost confidence in Ervin Holbán.", {(FALK, HOLBAN, "oppose")}),
        ("Ervin Holbán drew praise from Pavel Ostrog.", {(OSTROG, HOLBAN, "support")}),
        ("Ervin Holbán had the backing of Pavel Ostrog.", {(OSTROG, HOLBAN, "support")}),
        ("Ervin Holbán became a target of Odo Falk’s criticism.", {(FALK, HOLBAN, "oppose")}),
        (
            "The feud between Odo Falk and Ervin Holbán went on.",
            {(FALK, HOLBAN, "oppose"), (HOLBAN, FALK, "oppose")},
        ),
        ("Pavel Ostrog, an ally of Ervin Holbán, agreed to come.", {(OSTROG, HOLBAN, "support")}),
        ("Pavel Ostrog, a former ally of Ervin Holbán, came.", set()),
        ("Ervin Holbán critic Odo Falk came.", {(FALK, HOLBAN, "oppose")}),
        # a name of the next sentence is no object, nor what another leads, and a defence against somebody is no support
        ("Norway’s attack on harbours went on. Pavel Ostrog came.", set()),
        ("Norway’s attack on Danish harbours failed. Pavel Ostrog came.", {("norway", "denmark", "oppose")}),
        ("Odo Falk was an opponent of the Norway-led mission.", set()),
        ("Odo Falk opposed the Norway-led mission.", set()),
        ("Norway’s defence against Danish ships held.", {("norway", "denmark", "oppose")}),
        # who is named behind "aggression of" is the aggressor; "on" a platform is where; what happens to one is not his
        ("Norway spoke of the aggression of Denmark. It rained.", set()),
        ("Norway’s harbours and the aggression of Denmark were named.", set()),
        ("Pavel Ostrog’s endorsement on Twitter was long.", set()),
        ("“Pavel Ostrog’s murder is unacceptable,” Odo Falk said.", set()),
        # whom the object describes; a headline in capitals; but not who tells it
        ("Clara Lund defended her adviser, Peter Venn.", {("person:clara-lund", "person:peter-venn", "support")}),
        ("Norway Defends Denmark Over Harbours", {("norway", "denmark", "support")}),
        ("Clara Lund thanked her party, Peter Venn recalled.", set()),
        # a person who joins a body takes a post there; who joins a person, or a state that joins a body, takes a side
        ("Clara Lund joined NATO in 2014.", set()),
        ("Sweden joined NATO in 2024.", {("sweden", "nato", "support")}),
        ("Clara Lund joined Peter Venn in a walk-out.", {("person:clara-lund", "person:peter-venn", "support")}),
        # members and seats of government act for the party and the state
        ("Democrats attacked Republicans.", {("democratic-party", "republican-party", "oppose")}),
        ("House Republicans have blasted the Norwegian government.", {("republican-party", "norway", "oppose")}),
        ("The Norwegian government thanked the Danish authorities.", {("norway", "denmark", "support")}),
        ("The Norwegian skier thanked Denmark.", set()),
    ],
)  # fmt: skip
def test_actors_for_and_against_actors_by_verbs_nouns_and_roles(tagger, sentence, expected):
    assert {row[:3] for row in towards(tagger, sentence)} == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Odo Falk said that we are proud of Ervin Holbán.", {(FALK, HOLBAN, "support")}),
        ("Odo Falk said that he won’t support Ervin Holbán.", set()),
        ("Odo Falk said that some of his rivals in the east would support Ervin Holbán.", set()),
    ],
)
def test_what_another_in_a_speech_wants_is_not_what_its_speaker_wants(tagger, sentence, expected):
    assert {row[:3] for row in towards(tagger, sentence)} == expected


def test_an_explanation_tells_what_was_decided_and_what_was_left_open(book):
    text = "Joost Venhuis called for more military aid. Otto Lindauer asked whether military aid should increase."
    article = {"title": None, "text": text, "byline": None, "url": None, "language": "en", "published": DAY}
    rows = explain(article, Tagger(book))
    rows = rows[(rows["target"] == AID) & (rows["relevance"] > 0.5)]
    assert list(zip(rows["holder"], rows["decision"], rows["rule"], strict=True)) == [
        ("Joost Venhuis", "support", "cue"),
        ("Otto Lindauer", "abstained", ""),
    ]
    assert "left open by ‘whether’" in rows["why"].iloc[1]


@pytest.mark.parametrize(
    ("claim", "sentence", "reason"),
    [
        (
            "Police spending should be raised.",
            "Clara Lund called for raising the spending on the police.",
            "‘called for’ + words of the issue ‘spending police’, ‘called for’ leans for it, ‘raising’: more",
        ),
        (
            "Sanctions on Ostvale should be lifted.",
            "Clara Lund said lifting the sanctions on Ostvale was necessary.",
            "words of the issue ‘lifting sanctions Ostvale’, said to be needed or due: ‘necessary’, ‘lifting’: less",
        ),
        (
            "Global warming is a serious concern.",
            "Clara Lund said that global warming was threatening harbours and no hoax.",
            "said of it: ‘threatening… not hoax’",
        ),
    ],
)
def test_a_reason_tells_words_as_they_stand_in_the_article(wages, claim, sentence, reason):
    article = {"title": None, "text": sentence, "byline": None, "url": None, "language": "en", "published": DAY}
    assert any(reason in why for why in explain(article, Tagger(wages(claim)))["why"])


def test_terms_are_proposed_from_the_words_around_an_issue(wages):
    near = "The minimum wage is debated. Small shops fear the hourly floor."
    far = "The river rose again. Small shops were flooded."
    found = suggest_terms([near, near, far], wages("The minimum wage should be raised."), "wage")
    assert "hourly floor" in set(found["term"])
    assert "river rose" not in set(found["term"])


def test_datelines_names_and_amounts_are_not_proposed_as_terms(wages):
    """Lanthe is nowhere; VPA is no agency of the seeds: a dateline is told by its form."""
    near = (
        "LANTHE (VPA) — The minimum wage is watched by the International Monetary Fund. Shops fear the hourly floor.\n"
        "Finance Minister Karel Lund said the minimum wage would cost 60 million crowns."
    )
    found = set(suggest_terms([near, near], wages("The minimum wage should be raised."), "wage")["term"])
    assert "hourly floor" in found
    assert not found & {"lanthe vpa", "international monetary", "monetary fund", "karel lund", "million crowns"}


def test_a_term_that_a_name_has_too_is_proposed_where_it_mostly_stands_for_itself(wages):
    near = (
        "The minimum wage hangs on youth work. Shops live by youth work. The minimum wage and youth work go together."
    )
    named = "The minimum wage was debated. The Youth Work Council met."
    found = suggest_terms([near, near, named], wages("The minimum wage should be raised."), "wage")
    assert "youth work" in set(found["term"])


def test_wording_for_and_against_decides_by_itself(stances, tmp_path):
    file = tmp_path / "issues.yaml"
    file.write_text(
        dedent("""\
            issues:
              - id: wage
                claim: "The minimum wage should be raised."
                en: {terms: [minimum wage], for: [living wage], against: [job killer]}
            """),
        encoding="utf-8",
    )
    book = tiny.with_people(load_codebook([file]))
    assert stances("“It is a job killer,” said Odo Falk.", book) == {("odo-falk", "wage", "oppose")}
    assert stances("“It is not a job killer,” said Odo Falk.", book) == {("odo-falk", "wage", "support")}
    assert stances("Odo Falk said people deserved a living wage.", book) == {("odo-falk", "wage", "support")}


def test_every_stance_says_why_and_points_at_its_words(book):
    text = "Joost Venhuis called on allies to increase military aid to Ukraine."
    row = {"article_id": "a", "text": text, "language": "en", "published": DAY}
    (stance,) = tag(frame("articles", [row]), book)["stances"].to_dict("records")
    assert text[stance["start"] : stance["end"]] == "to increase military aid to Ukraine"
    assert stance["basis"] == "cue"
    assert "‘called on’" in stance["because"] and "aid to Ukraine" in stance["because"]
    assert all(0 <= stance[name] <= 1 for name in ("relevance", "direction", "confidence"))


def test_a_statement_that_the_learned_reader_gave_no_cue_leans_nowhere():
    said = Statement((0, 16), "direct", None, "Ms Lind", ((10, 16),), (), ((0, 9),), None, 0.9)
    assert read_cue("“Enough.” Ms Lind", said, rules=None).lean == 0
