"""One article, read: who is named, who says what, who takes which position; and its rows of every table."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from standpoint import tables
from standpoint.actors import Mention, find_mentions, with_quoted_pronouns
from standpoint.attributed import attributed
from standpoint.claim_reader import claim_reader
from standpoint.codebook import Codebook
from standpoint.credits import Credit, read_credit
from standpoint.introduced import Article
from standpoint.listed import ActorFinder
from standpoint.on_claims import claims_of
from standpoint.outlet_names import OutletNames
from standpoint.own_words import OwnWords
from standpoint.reader import Reader, Reading
from standpoint.relation_reader import relation_reader
from standpoint.second_look import second_look
from standpoint.sourcing import find_chains
from standpoint.spans_cache import KeptReader
from standpoint.stances import compile_issues, find_stances
from standpoint.statements import Statement, StatementFinder
from standpoint.text import READ, Span, bare, quotations, sentences
from standpoint.transcripts import Transcripts, with_turns

TAGGED = ("articles", "sourcing", "mentions", "actors", "statements", "stances")


class Field(NamedTuple):
    """One field of an article, read: its sentences, who is named, who says what, and what the learned reader saw."""

    text: str
    sentences: list[Span]
    mentions: list[Mention]
    statements: list[Statement]
    learned: Reading | None
    opinion: bool = False  # does it argue in the article's own voice?


class Tagger:
    """A reader with one codebook, compiled once and used for every article: the learned one, else by rules alone."""

    def __init__(self, codebook: Codebook, learned: Reader | KeptReader | None = None):
        self.learned = learned
        self.outlets = codebook.outlets
        self.called = OutletNames(codebook.outlets)
        self.languages = codebook.languages
        self.actors = {lang: ActorFinder(codebook, lang) for lang in self.languages}
        self.statements = {lang: StatementFinder(codebook.cues[lang]) for lang in self.languages}
        self.transcripts = {lang: Transcripts(codebook.cues[lang]) for lang in self.languages}
        self.own_words = {lang: OwnWords(codebook.cues[lang], t) for lang, t in self.transcripts.items()}
        self.issues = {lang: compile_issues(codebook, lang) for lang in self.languages}
        self.relations = relation_reader() if learned else None
        zero_shot = {lang: r for lang, r in self.issues.items() if any(not i.by_rules_alone for i in r.issues.issues)}
        self.claims = {
            lang: claims_of(r, learned, claim_reader(), second_look()) for lang, r in zero_shot.items() if learned
        }

    def tag(self, article: dict) -> dict[str, list[tuple]]:
        """The rows of every table for one article, as tuples in the order of their columns.

        An article in a language without cues yields its own row and no others. Of a text longer than any article,
        the first `READ` characters are read.
        """
        out: dict[str, list[tuple]] = {name: [] for name in TAGGED}
        credit = read_credit(article["title"], article["byline"], article["text"], self.outlets)
        article["agency"] = credit.agency or article.get("agency")  # what the text says, else what its file says
        out["articles"].append(tuple(article[name] for name in tables.SCHEMAS["articles"].names))
        language = article["language"] or "en"
        if language not in self.languages:
            return out
        published = article["published"]
        reading = Article(self.actors[language], published.date().isoformat() if published is not None else "")
        for name, field in self.fields(article, reading, language).items():
            self._rows(out, article, reading, language, name, field, credit if name == "text" else None)
        out["actors"] = [(i, f.name, f.actor_type, f.in_codebook, f.role or None) for i, f in reading.found.items()]
        return out

    def known_as(self, outlet: str | None) -> str:
        """The codebook's name of an article's outlet, however its file writes it; "" where it lists none such."""
        known = self.called.find(outlet)
        return known.name if known else ""

    def fields(self, article: Mapping[str, Any], reading: Article, language: str) -> dict[str, Field]:
        """The text of an article, and the headline where the text does not open with it, read.

        What is said in a transcript, and all of a text that somebody publishes as his own words, is his statement.
        """
        title, opinion = article["title"] or "", is_opinion(article)
        fields = {"text": self.read(reading, language, "text", article["text"][:READ])}
        if title and not opens_with(article["text"], title):
            fields["title"] = self.read(reading, language, "title", title)
        turns = self._turns(article, reading, language, fields)
        if turns:
            text = fields["text"]
            said = with_turns(text.text, text.statements, turns, self.own_words[language].me)
            return fields | {"text": text._replace(statements=said)}
        return {name: field._replace(opinion=opinion) for name, field in fields.items()}

    def _turns(
        self, article: Mapping[str, Any], reading: Article, language: str, fields: Mapping[str, Field]
    ) -> list[Statement]:
        """The turns of a transcript; else the whole text, as one, of whom its headline, byline or last line names."""
        text, spans, mentions, found, *_ = fields["text"]
        quotes, own = quotations(text), self.own_words[language]
        first = bare(text, 0, text.find("\n", len(text) - len(text.lstrip())))
        begins = first[1] if _letters(text[slice(*first)]) == _letters(article["title"] or "") else 0
        titled = fields.get("title")
        headline = titled.text if titled else text[:begins]
        naming = titled.mentions if titled else [m for m in mentions if m.end <= begins]
        host, sure = own.host(headline, naming, reading) or (None, False)
        if turns := self.transcripts[language].turns(text, spans, quotes, mentions, reading, host, begins):
            return turns
        if not host and own.is_letter(headline):
            host, sure = own.signature(text, mentions, reading), True
        if not host and (signer := own.signed(text, article["byline"] or "", mentions, reading)):
            host, sure = signer if own.plainly_first_person(text, quotes) else None, True
        if not host or not (sure or own.plainly_first_person(text, quotes, plural=True)):
            return []
        return own.statement(text, spans, headline, host) if own.is_his(text, quotes, found, host, reading) else []

    def read(self, reading: Article, language: str, field: str, text: str) -> Field:
        """What one field of an article says, before any position is read from it."""
        spans, quotes = sentences(text), quotations(text)
        learned = self.learned.read(text, spans, quotes) if self.learned else None
        mentions = find_mentions(reading, text, spans, quotes, learned and learned.names)
        finder = self.statements[language]
        found = finder.find(text, spans, quotes, mentions, reading.found)
        if learned:
            told = [a for a in learned.attributions if not finder.silences.tell(text, a.cue)]
            found = attributed(text, spans, quotes, mentions, reading.found, told, found, finder.patterns, self.outlets)
        if field == "title" and not found:
            found = finder.headline(text, mentions, reading.found)
        mentions = with_quoted_pronouns(reading, text, spans, quotes, mentions, found)
        return Field(text, spans, mentions, found, learned)

    def _rows(
        self, out: dict, article: dict, reading: Article, language: str, field: str, read: Field, credit: Credit | None
    ) -> None:
        key, mark = article["article_id"], "" if field == "text" else "t"
        text, spans, mentions, found, learned, opinion = read
        stances, acts = find_stances(
            text, spans, mentions, found, self.issues[language], opinion=opinion, headline=field == "title",
            reading=learned, relations=self.relations, claims=self.claims.get(language),
        )  # fmt: skip
        ids = [f"{key}:{mark}s{i}" for i in range(len(found) + len(acts))]
        out["mentions"].extend(
            (
                key,
                field,
                m.start,
                m.end,
                text[m.start : m.end],
                f"{key}:{m.entity_id}",
                m.actor_id,
                m.form,
                learned and learned.tone(m.start, m.end),
                m.confidence,
            )
            for m in mentions
        )
        out["statements"].extend(
            (
                ids[i], key, field, *s.sentence, s.kind, s.speaker_id, s.speaker_text, pieces(s.source), pieces(s.cue),
                pieces(s.content), None if s.parent is None else ids[s.parent], s.confidence,
            )
            for i, s in enumerate([*found, *acts])
        )  # fmt: skip
        out["stances"].extend(
            (
                f"{key}:{mark}p{i}", key, field, None if s.statement is None else ids[s.statement], s.holder_id,
                s.reported_by, s.target_kind, s.target_id, s.position, s.start, s.end, s.basis, s.because,
                s.relevance, s.direction, s.confidence,
            )
            for i, s in enumerate(stances)
        )  # fmt: skip
        if credit is not None:
            out["sourcing"].extend(
                (
                    key, f"{key}:c{link.chain}", link.hop, link.from_name, link.relation, link.to_name,
                    None if link.statement is None else ids[link.statement], link.start, link.end,
                )
                for link in find_chains(
                    text, spans, mentions, found, credit, self.outlets, page=article["outlet"] or "page",
                    known_as=self.known_as(article["outlet"]), names={i: f.name for i, f in reading.found.items()},
                )
            )  # fmt: skip


def pieces(spans: Sequence[tuple[int, int]]) -> list[dict[str, int]]:
    """Spans as the tables store them."""
    return [{"start": a, "end": b} for a, b in spans]


def opens_with(text: str, title: str) -> bool:
    """Does the text's first line repeat the headline (white space and a full stop aside)?"""
    first = text.lstrip().split("\n", 1)[0]
    return " ".join(first.split()).rstrip(".") == " ".join(title.split()).rstrip(".")


def _letters(words: str) -> str:
    return "".join(c for c in words.lower() if c.isalnum())


OPINION = re.compile(r"^\s*(?:opinion|editorial|comment|commentary|viewpoint|column|leader|op-ed)\b", re.I)
OPINION_LABEL = re.compile(r"(?:OPINION|EDITORIAL|COMMENT|COMMENTARY|VIEWPOINT|Opinion|Editorial|Commentary)[.:|]")
OPINION_URL = re.compile(r"/(?:opinions?|editorials?|comment|commentisfree|op-ed|columns?)/", re.I)


def is_opinion(article: Mapping[str, Any]) -> bool:
    """Is the article openly opinion: by its headline, its byline, its first word or the section in its address?"""
    return bool(
        OPINION.match(article["title"] or "")
        or OPINION_LABEL.match(article["text"])
        or OPINION.match(article["byline"] or "")
        or OPINION_URL.search(article["url"] or "")
    )
