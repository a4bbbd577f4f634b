"""How a text reached the page: the agency whose text it is, and chains of citation from the page to the speaker."""

import csv
import json
import os
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from standpoint.actors import Mention, find_mentions
from standpoint.codebook import Outlet
from standpoint.credits import NO_CREDIT, Credit, read_credit
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.places import ROOT
from standpoint.sourcing import find_chains
from standpoint.statements import Statement, StatementFinder
from standpoint.text import quotations, sentences

SPECIMENS = Path(os.environ.get("STANDPOINT_FORMATS", ROOT.parent / "shared" / "formats"))


def agency(name: str, *credits: str, full_name: str = "", dateline: str = "brackets") -> Outlet:
    return Outlet(name.lower(), name, True, full_name=full_name, credits=(name, *credits), dateline=dateline)


OUTLETS = {
    o.id: o
    for o in (
        agency("AP", full_name="Associated Press"),
        agency("AFP"),
        agency("APA"),
        agency("PAP"),
        agency("dpa"),
        agency("Kyodo", dateline="bare"),
        agency("TASS", "ITAR-TASS", dateline="slashes"),
        agency("TASR", "TASR-correspondent"),
        agency("ANSA", dateline="leading"),
        agency("EFE"),
        agency("Keystone-SDA", "SDA", "ATS"),
        Outlet("yonhap", "Yonhap", True, credits=("Yonhap",), domains=("yna.co.kr",)),
        agency("Interfax", "Our editorial staff can be reached at …"),
        agency("Interfax-Ukraine"),
        agency("CPN", full_name="Central Press Network"),
        agency("Reuters", "Reporting by … Editing by …"),
        Outlet("pa-media", "PA Media", True, aliases=("Press Association",), credits=("PA", "PA Media")),
        Outlet("harbour-courier", "Harbour Courier"),
        Outlet("new-valley-times", "The New Valley Times"),
        Outlet("bild", "Bild"),
    )
}

BODY = "The ferry to the islands was cancelled on Sunday because of a storm.\n\nIt will sail again on Tuesday."


@pytest.mark.parametrize(
    "dateline, expected",
    [
        ("OSLO (AP) — ", "AP"),
        ("SPRINGFIELD, Ill. (AP) _ ", "AP"),
        ("LA PAZ, Bolivia (AP) -- ", "AP"),
        ("RIGA, May 4 (Reuters) - ", "Reuters"),
        ("May 4 (Reuters) - ", "Reuters"),
        ("(Reuters) - ", "Reuters"),
        ("OTTAWA, May 4, 2021 (AFP) - ", "AFP"),
        ("Lyon, 4 mai 2021 (AFP) - ", "AFP"),
        ("Bremen (dpa) - ", "dpa"),
        ("Bremen (dpa/lno) – ", "dpa"),
        ("Linz (APA/dpa) – ", "APA"),
        ("OMSK, May 4. /TASS/. ", "TASS"),
        ("MINSK, May 4. /ITAR-TASS/. ", "TASS"),
        ("MINSK, May 4. /TASS correspondent Ivan Orlov/. ", "TASS"),
        ("NAGANO, Japan, May 4 Kyodo - ", "Kyodo"),
        ("(ANSA) - Turin, May 4 - ", "ANSA"),
        ("Lima, May 4 (EFE).- ", "EFE"),
        ("Nitra, 4 May (TASR) - ", "TASR"),
        ("Vienna/Bratislava, May 4 (TASR-correspondent) - ", "TASR"),
        ("Nitra 4. mája (TASR) - ", "TASR"),
        ("4.05.2021, Gdynia (PAP) – ", "PAP"),
        ("Geneva (afp dpa) ", "AFP"),
        ("INTERFAX-UKRAINE 12:52 18.04.2021\n\n", "Interfax-Ukraine"),
        ("Source: TASS news agency, Omsk, in English 0836 gmt 4 May 21\n\n", "TASS"),
    ],
)
def test_a_dateline_names_the_agency_whose_text_it_opens(dateline, expected):
    credit = read_credit("Storm stops ferry", None, dateline + BODY, OUTLETS)
    assert (credit.agency, credit.basis) == (expected, "dateline")
    assert credit.spans[0][0] == 0 and credit.spans[0][1] <= len(dateline)


@pytest.mark.parametrize(
    "opening",
    ["Storm stops ferry\n\n", "Storm stops ferry.\n\n", "By Jane Miller\n\n", "(Corrects the day in paragraph 2)\n\n"],
)
def test_headlines_bylines_and_corrections_may_stand_before_the_dateline(opening):
    assert read_credit("Storm stops ferry", None, f"{opening}OSLO (AP) — {BODY}", OUTLETS).agency == "AP"


@pytest.mark.parametrize("line", ["By The Associated Press", "By JANE MILLER, AP Sports Writer"])
def test_a_byline_that_stands_in_the_text(line):
    credit = read_credit("Storm stops ferry", None, f"Storm stops ferry\n{line}\n{BODY}", OUTLETS)
    assert (credit.agency, credit.basis) == ("AP", "byline")
    ((start, end),) = credit.spans
    assert f"Storm stops ferry\n{line}\n{BODY}"[start:end] == line


@pytest.mark.parametrize(
    "byline, expected",
    [
        ("Associated Press", "AP"),
        ("THE ASSOCIATED PRESS", "AP"),
        ("AFP", "AFP"),
        ("By Jane Miller, dpa  =", "dpa"),
        ("By Jane Miller, Press Association", "PA Media"),
        ("By JANE MILLER / AP Business Writer", "AP"),
        ("By our correspondent and CPN", "CPN"),
        ("Jane Miller (Reuters)", "Reuters"),
        ("Jane Miller", None),
        ("By Pa Jobe", None),
        ("Jane Miller, Apa Street Theatre", None),
    ],
)
def test_bylines(byline, expected):
    assert read_credit("Storm stops ferry", byline, BODY, OUTLETS) == Credit(expected, (), "byline" if expected else "")


@pytest.mark.parametrize(
    "closing, expected",
    [
        (" (tasr)", "TASR"),
        (" (TASR, dpa)", "TASR"),
        (" (CPN and Harbour Courier)", "CPN"),
        (" (APA, 4.5.2021)", "APA"),
        (" — Reuters", "Reuters"),
        ("\n\nAFP", "AFP"),
        ("\n\n© 2021 AFP", "AFP"),
        ("\n\nCopyright 2021 The Associated Press. All rights reserved.", "AP"),
        ("\n\n(Reporting by Jane Miller in Oslo; Additional reporting by Tom Berg; Editing by Ann Ho)", "Reuters"),
        (" (Reporting by Jane Miller; Editing by Ann Ho.)\n\nThe Courier has added to this article.", "Reuters"),
        ("\n\nAssociated Press writer Jane Miller contributed to this report.", "AP"),
        ("\n\n==Kyodo", "Kyodo"),
        ("\n\ndpa abc de fgh", "dpa"),
        ("\n\n(SDA\\/sj)", "Keystone-SDA"),
        (" (SDA/sj)", "Keystone-SDA"),
        ("\n\nminji@yna.co.kr\n\n(END)", "Yonhap"),
        ("\n\nminji@yna.co.kr (END)", "Yonhap"),
        ("\n\nab cd(Our editorial staff can be reached at desk@interfax.example)", "Interfax"),
        (" (c) Copyright 2021 The Associated Press.", "AP"),
        (" (APA) (Schluss) abc/xyz", "APA"),
        (" (Yonhap)\n\n(END)", "Yonhap"),
        (" (CPN)\n\nends", "CPN"),
        ("\n\n(afp/dpa)", "AFP"),
        ("\n\nEFE\n\nab/cd/ef", "EFE"),
        (" The captain told AFP that he was sorry.\n\nhh/ph/ts/hd", "AFP"),
    ],
)
def test_closing_credits(closing, expected):
    text = BODY + closing
    credit = read_credit("Storm stops ferry", None, text, OUTLETS)
    assert (credit.agency, credit.basis) == (expected, "closing")
    (span,) = credit.spans
    assert len(BODY) <= span[0] < span[1] <= len(text)


@pytest.mark.parametrize(
    "lead",
    [
        "The ferry was cancelled on Sunday, TASR writes.",
        "The ferry was cancelled on Sunday, TASR writes according to an AFP report.",
        "The ferry was cancelled, TASR reports, and it will sail on Tuesday.",
        "“There will be no ferry,” TASR informs.",
    ],
)
def test_a_lead_that_an_agency_signs(lead):
    credit = read_credit("Storm stops ferry", None, f"{lead}\n\n{BODY}", OUTLETS)
    (span,) = credit.spans
    assert (credit.agency, credit.basis, lead[slice(*span)]) == ("TASR", "lead", "TASR")


@pytest.mark.parametrize(
    "text",
    [
        "The captain told AFP that the ferry would not sail.",
        "AFP reported on Sunday that the ferry would not sail.",
        "The Associated Press was barred from the harbour on Sunday.",
        "The Palestinian Authority (PA) will pay for the ferry.",
        "Advanced placement (AP) courses begin in May. They last a year.",
        f"{BODY}\n\nIt was paid for by the Palestinian Authority (PA).",
        f"{BODY}\n\nends",
        f"{BODY}\n\n(END)",
        f"{BODY}\n\nhh/ph/ts/hd",
        f"{BODY} The captain told AFP and the mate told Reuters that they were sorry.\n\nhh/ph/ts/hd",
        f"{BODY} Letters may be sent to minji@yna.co.kr or to the harbour.",
        f"{BODY}\n\ndesk@courier.example",
        f"{BODY}\n\nIt was paid for by the Animal Protection Association (APA)",
        f"{BODY}\n\nThe storm came from the north.\n\nOSLO (AP) — Read more about storms.\n\nAll ferries sail again.",
        "The strait, AFP has learned, is closed. Reuters cameras saw waves of six metres.",
        "",
        "AP",
    ],
)
def test_what_is_cited_or_written_about_is_no_credit(text):
    assert read_credit("Storm stops ferry", None, text, OUTLETS) == Credit(None)


@given(st.text(alphabet=st.sampled_from("AP()/. -—,\nafpTRouters’“”(AP)"), max_size=200))
def test_credit_spans_lie_in_the_text(text):
    for a, b in read_credit(None, None, text, OUTLETS).spans:
        assert 0 <= a < b <= len(text)


NAME_NOBODY = {
    "(In Jan. 3 story, corrects last paragraph)",
    "ends",
    "hh/ph/ts/hd",
    "kk ap(Our editorial staff can be reached",
}
NAMED = {"CTK": "ČTK", "PA": "PA Media", "ATS": "Keystone-SDA", "ANTARA": "Antara", "BBC Monitoring": "TASS"}


def test_credit_lines_as_agencies_write_them(book):
    """Each line of the specimens, where it stands in copy; what BBC Monitoring passes on is credited to its source."""
    path = SPECIMENS / "wire" / "credit_lines.tsv"
    if not path.exists():
        pytest.skip("the specimens are not here: set STANDPOINT_FORMATS to their folder")
    wrong = []
    for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        line, place = row["example"], row["position"]
        byline, lead = (
            (line, "") if place == "byline" else (None, re.sub("Text|Текст", "The ferry was cancelled", line))
        )
        text = {
            "byline": BODY,
            "close": f"{BODY} {lead}" if line.startswith(("(", "Text")) else f"{BODY}\n\n{lead}",
            "inside": f"{lead.replace('RBC', 'The ferry was cancelled, RBC').rstrip('.')}.\n\n{BODY}",
        }.get(place, f"{lead}\n\n{BODY}" if place in ("header", "pre") else f"{lead} {BODY}")
        expected = None if line in NAME_NOBODY else NAMED.get(row["agency"], row["agency"])
        found = read_credit("Storm stops ferry", byline, text, book.outlets).agency
        if found != expected:
            wrong.append((line, found))
    assert wrong == []


def test_credits_of_annotated_articles(bench, book):
    """PolNeAR names the agency of 6 of its 84 development articles; on its training part we tuned."""
    docs = [json.loads(line) for line in (bench / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = []
    for doc in docs:
        gold = None if doc["wire"] in (None, "None") else doc["wire"].casefold()
        found = read_credit(doc["title"], doc["author"], doc["text"], book.outlets).agency
        if gold != (found.casefold() if found else None):
            wrong.append(doc["doc_id"])
    assert wrong == []


# -- chains --------------------------------------------------------------------------------------------------------
MARK = re.compile(r"\[(?P<surface>[^|\]]+)\|(?P<id>[^\]]+)\]|<(?P<said>[^|>]+)\|(?P<by>[^|>]*)\|(?P<source>[^>]*)>")
NAMES = {"lind": "Tomas Lind", "ministry": "Ministry of Ports", **{o.id: o.name for o in OUTLETS.values()}}


def marked(source: str) -> tuple[str, list[Mention], list[Statement]]:
    """Text, mentions "[surface|actor id]" and statements "<cue|speaker id|source words>" of a marked text."""
    text, mentions, cues, at = "", [], [], 0
    for match in MARK.finditer(source):
        text += source[at : match.start()]
        start = len(text)
        if match["surface"]:
            text += match["surface"]
            mentions.append(Mention(start, len(text), "e", match["id"], "name", 1.0))
        else:
            text += match["said"]
            cues.append(((start, len(text)), match["by"] or None, match["source"]))
        at = match.end()
    text += source[at:]
    statements = []
    for cue, by, words in cues:
        sentence = next(s for s in sentences(text) if s[0] <= cue[0] < s[1])
        start = text.index(words, sentence[0])
        said = (cue[1] + 1, sentence[1]) if cue[1] + 1 < sentence[1] else (sentence[0], cue[0])
        statements.append(
            Statement(sentence, "indirect", by, words, ((start, start + len(words)),), (cue,), (said,), None, 1.0)
        )
    return text, mentions, statements


def chains(source: str, credit: Credit = NO_CREDIT, page: str = "page", known_as: str = "") -> list[list[str]]:
    text, mentions, statements = marked(source)
    links = find_chains(
        text, sentences(text), mentions, statements, credit, OUTLETS, page=page, known_as=known_as, names=NAMES
    )
    return readable(links)


def readable(links) -> list[list[str]]:
    out: dict[int, list[str]] = {}
    for link in links:
        row = out.setdefault(link.chain, [])
        assert link.hop == len(row) + 1
        row.append(f"{link.from_name} {link.relation} {link.to_name}")
    return list(out.values())


CHAINS = [
    ("[Lind|lind] <told|lind|Lind> [Reuters|reuters] that the port was open.",
     [["page cites Reuters", "Reuters quotes Tomas Lind"]]),
    ("In an interview with [Bild|bild], [Lind|lind] <said|lind|Lind> that the port was open.",
     [["page cites Bild", "Bild quotes Tomas Lind"]]),
    ("[Bild|bild] <reported|bild|Bild> on Monday, citing two officials, that the port was open.",
     [["page cites Bild", "Bild quotes two officials"]]),
    ("[CPN|cpn] <reports|cpn|CPN> with reference to the [ministry|ministry] that the port was open.",
     [["page cites CPN", "CPN quotes Ministry of Ports"]]),
    ("The port was open, [AFP|afp] <reported|afp|AFP>, citing [TASS|tass].",
     [["page cites AFP", "AFP cites TASS"]]),
    ("According to the German agency [dpa|dpa], [Lind|lind] <believes|lind|Lind> the port is open.",
     [["page cites dpa", "dpa quotes Tomas Lind"]]),
    ("[Lind|lind], quoted by [TASS|tass], <said|lind|Lind> the port was open.",
     [["page cites TASS", "TASS quotes Tomas Lind"]]),
    ("[Lind|lind] was quoted by [TASS|tass] as saying that the port was open.",
     [["page cites TASS", "TASS quotes Tomas Lind"]]),
    ("[TASS|tass] <reported|tass|TASS>, according to [Reuters|reuters], that the port was open.",
     [["page cites Reuters", "Reuters cites TASS"]]),
    ("According to [Bild|bild] and [AFP|afp], the port was open.",
     [["page cites Bild"], ["page cites AFP"]]),
    ("The port was open, the news agency North Coast Wire <reported||North Coast Wire>.",
     [["page cites North Coast Wire"]]),
    ("[The New Valley Times|new-valley-times] wrote about the port. The Times <said||The Times> it was open.",
     [["page cites The New Valley Times"]]),
    ("[Lind|lind] <told|lind|Lind> [Bild|bild] he was tired, while [AFP|afp] <reported|afp|AFP> that he was ill.",
     [["page cites Bild", "Bild quotes Tomas Lind"], ["page cites AFP"]]),
    ("A sailor <told||A sailor> [AFP|afp] that the port was open.",
     [["page cites AFP", "AFP quotes sailor"]]),
    ("According to [Bild|bild], a spokesman for the port <said||a spokesman for the port> it was open.",
     [["page cites Bild", "Bild quotes spokesman for the port"]]),
    ("[CPN|cpn] (CPN) reported that the port was open.", [["page cites CPN"]]),
    ("[CPN|cpn] quoted a young sailor saying that the port was open.",
     [["page cites CPN", "CPN quotes young sailor"]]),
    ("The storm over [Lind|lind]’s island was the worst of the year, according to [CPN|cpn].", [["page cites CPN"]]),
    ("[Lind|lind] <said|lind|Lind> that he had never read [Bild|bild].", []),
    ("[AP|ap] reporters were barred from the harbour.", []),
    ("“I read in [Bild|bild] that I am ill,” [Lind|lind] <said|lind|Lind>.", []),
    ("[Lind|lind] <said|lind|Lind> that the port was open.", []),
]  # fmt: skip


@pytest.mark.parametrize("source, expected", CHAINS, ids=[re.sub(r"\W+", " ", c[0])[:50] for c in CHAINS])
def test_chains(source, expected):
    assert chains(source) == expected


def test_what_agency_copy_cites_is_cited_by_the_agency():
    text = "The port was open. [Lind|lind] <told|lind|Lind> [Bild|bild] that he was glad."
    whole = Credit("AP", (), "byline")
    assert chains(text, whole, "Harbour Courier") == [
        ["Harbour Courier republishes AP", "AP cites Bild", "Bild quotes Tomas Lind"]
    ]


def test_agency_copy_that_cites_nobody_is_a_chain_of_one_link():
    assert chains("The port was open.", Credit("AP", (), "byline")) == [["page republishes AP"]]


def test_words_given_to_the_agency_itself_add_no_citation():
    text = "[Lind|lind] <told|lind|Lind> [AP|ap] that the port was open."
    assert chains(text, Credit("AP", (), "byline")) == [["page republishes AP", "AP quotes Tomas Lind"]]


def test_an_agency_that_signs_the_lead_only_cites_nothing_further_down():
    text = (
        "The port was open, [TASR|tasr] <writes|tasr|TASR> according to an [AFP|afp] report.\n\n"
        "According to [Bild|bild], [Lind|lind] <believes|lind|Lind> it will stay open."
    )
    at = marked(text)[0].index("TASR")
    assert chains(text, Credit("TASR", ((at, at + 4),), "lead")) == [
        ["page republishes TASR", "TASR cites AFP"],
        ["page cites Bild", "Bild quotes Tomas Lind"],
    ]


def test_what_somebody_told_the_page_itself_is_not_the_agencys():
    text = "[Lind|lind] <told|lind|Lind> the [Harbour Courier|harbour-courier] that the port was open."
    assert chains(text, Credit("AP", (), "byline"), "Harbour Courier") == [
        ["Harbour Courier republishes AP"],
        ["Harbour Courier quotes Tomas Lind"],
    ]


@pytest.mark.parametrize(("page", "known_as"), [("Harbour Courier", ""), ("harbour_courier", "Harbour Courier")])
def test_a_page_is_no_link_of_its_own_chains_however_its_file_writes_it(page, known_as):
    text = "[Lind|lind] <told|lind|Lind> the [Harbour Courier|harbour-courier] that the port was open."
    assert chains(text, page=page, known_as=known_as) == [[f"{page} quotes Tomas Lind"]]
    text = "[Bild|bild] <reported|bild|Bild>, citing the [Harbour Courier|harbour-courier], that the port was open."
    assert chains(text, page=page, known_as=known_as) == [[f"{page} cites Bild"]]


def test_each_link_shows_its_words():
    text, mentions, statements = marked("[Lind|lind] <told|lind|Lind> [Reuters|reuters] that the port was open.")
    cited, quoted = find_chains(text, sentences(text), mentions, statements, Credit(None), OUTLETS, names=NAMES)
    assert text[cited.start : cited.end] == "Reuters"
    assert (text[quoted.start : quoted.end], quoted.statement) == ("Lind", 0)


def seed_chains(text: str, book) -> tuple[Credit, list[list[str]]]:
    title, body = text.split("\n", 1)
    body = body.lstrip("\n")
    spans, quotes, article = sentences(body), quotations(body), Article(ActorFinder(book), "2025-01-13")
    mentions = find_mentions(article, body, spans, quotes)
    found = StatementFinder(book.cues["en"]).find(body, spans, quotes, mentions, article.found)
    credit = read_credit(title, None, body, book.outlets)
    names = {i: f.name for i, f in article.found.items()}
    return credit, readable(find_chains(body, spans, mentions, found, credit, book.outlets, names=names))


def test_the_chains_of_the_seed_story(bench, book):
    seeds = bench.parent / "seeds"
    expected = yaml.safe_load((seeds / "expected.yaml").read_text(encoding="utf-8"))
    (story,) = seeds.glob("*.txt")
    credit, found = seed_chains(story.read_text(encoding="utf-8"), book)
    assert credit.agency == expected["articles_agency"]
    assert [link for chain in found for link in chain] == [" ".join(link) for link in expected["sourcing"]]


def test_the_chains_of_the_seed_story_retold(book):
    story = ROOT / "seeds" / "story.txt"
    if not story.exists():
        pytest.skip("seeds/story.txt is not there")
    assert seed_chains(story.read_text(encoding="utf-8"), book)[1] == [
        ["page republishes TASR", "TASR cites AFP", "AFP quotes Mark Rutte"],
        ["page cites RBC-Ukraine", "RBC-Ukraine quotes Mark Rutte"],
    ]
