"""Where they stand: positions of speakers, actors and opinion pieces on issues and on each other, or none.

A position is relevance (is this about the issue?) and direction (for or against?), each decided by words that can be
shown. Where nothing decides, there is no row; `decisions` gives the abstentions, too, with their reasons.
"""

from collections.abc import Sequence

from standpoint.actors import Mention
from standpoint.acts import Act, find_acts, find_leanings
from standpoint.attitudes import held_in_nouns
from standpoint.holders import holders_of
from standpoint.members import standing_for
from standpoint.on_claims import Claims, with_votes
from standpoint.on_issues import content_holding, of_act, of_statement, own_voice
from standpoint.reader import Reading
from standpoint.resigning import candidates_of, on_leaving
from standpoint.running import out_of_race
from standpoint.stance_rules import LEANS, Article, Stance, StanceRules, compile_issues
from standpoint.statements import Statement
from standpoint.text import Span
from standpoint.towards import Towards, done_to_actors, said_of_actors, suffers
from standpoint.votes import Relations, between_actors, candidates, ties

__all__ = ["Stance", "StanceRules", "compile_issues", "decisions", "find_stances"]

CANDIDATE = 0.8  # relevance of words on a person for a claim on the person's office


def find_stances(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rules: StanceRules,
    *,
    opinion: bool = False,
    headline: bool = False,
    reading: Reading | None = None,
    relations: Relations | None = None,
    claims: Claims | None = None,
) -> tuple[list[Stance], list[Statement]]:
    """Stances, and the acts (statements of kind "act") that some of them rest on; acts are numbered after statements.

    `opinion`: the article argues in its own voice: its unattributed sentences have the holder "article". A text of
    one sentence is somebody's own, too (a survey answer, a post, a claim), unless it is a `headline`.
    `reading`: what the learned reader saw; with `relations` it votes on actors, and with `claims` (the codebook's,
    read) on issues, where no rule decides.
    """
    found, acts = decisions(
        text, sentences, mentions, statements, rules, opinion=opinion, headline=headline, reading=reading,
        relations=relations, claims=claims,
    )  # fmt: skip
    return [s for s in found if s.position], acts


def decisions(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rules: StanceRules,
    *,
    opinion: bool = False,
    headline: bool = False,
    reading: Reading | None = None,
    relations: Relations | None = None,
    claims: Claims | None = None,
) -> tuple[list[Stance], list[Statement]]:
    """As find_stances, with the abstentions: rows without a position, whose `because` says why there is none."""
    article = _article(text, sentences, standing_for(text, mentions, rules.parties, rules.states), statements, rules)
    lone = len(sentences) == 1 and not headline
    out, acts = _on_issues(article, rules, opinion=opinion, lone=lone) if article.places else ([], [])
    pairs = []
    if reading and relations:  # on mentions and statements as it learned from them, members not yet taken for parties
        pairs = candidates(sentences, mentions, statements, reading, relations, rules.is_person)
    towards = _towards(article, rules, list(between_actors(pairs, rules.is_person, rules.states)))
    out.extend(towards)
    out.extend(_on_candidates(article, rules, towards))
    told = on_leaving(article, rules, opinion=opinion)
    better = {(s.holder_id, s.target_id) for s in told}
    out = [s for s in out if s.target_kind != "issue" or (s.holder_id, s.target_id) not in better] + told
    if reading and claims:
        out = with_votes(article, rules, reading, claims, out, ties(pairs), opinion=opinion, lone=lone)
    return _settled(out if lone else out_of_race(article, rules, out, better)), acts


def _article(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rules: StanceRules,
) -> Article:
    """An article with its words, and the issues that it names and is about."""
    issues, places = rules.issues, rules.issues.places(text)
    present = issues.names_in(text, {m.actor_id for m in mentions}) if places else frozenset()
    tokens = issues.tokens(text, 0, len(text)) if places else []
    article = Article(text, sentences, mentions, statements, present, places, tokens, {}, frozenset())
    words = {i: article.words(s) for i, s in enumerate(sentences) if article.may_tell(*s)}
    named = {i: found for i, tokens in words.items() if (found := issues.firm(tokens, present))}
    topics = issues.topics(words.values(), {m.issue for found in named.values() for m in found}, present)
    return article._replace(named=named, topics=topics)


def _on_issues(
    article: Article, rules: StanceRules, *, opinion: bool, lone: bool
) -> tuple[list[Stance], list[Statement]]:
    """Decisions on issues, and the acts that some of them rest on."""
    text, sentences, mentions, statements = article.text, article.sentences, article.mentions, article.statements
    out = [s for i in range(len(statements)) for s in of_statement(article, i, rules, opinion=opinion)]
    acts: list[Statement] = []
    found = find_acts(text, sentences, mentions, rules.acts, rules.helpers)
    for act in (*found, *find_leanings(text, sentences, mentions, rules.issues.rules["acts"], rules.nouns)):
        kept = of_act(article, act, len(statements) + len(acts), rules)
        if kept:
            out.extend(kept)
            acts.append(_as_statement(article, act))
    if opinion or lone:
        holder = "article" if opinion or not mentions else None  # whose it is, is open where it names somebody
        out.extend(own_voice(article, rules, holder, {s.target_id for s in out if s.position}))
    return out, acts


def _as_statement(article: Article, act: Act) -> Statement:
    inside = content_holding(article.statements, act.cue[0])
    name = article.text[act.source[0] : act.source[1]]
    return Statement(act.sentence, "act", act.holder, name, (act.source,), (act.cue,), (act.content,), inside, 0.7)


def _towards(article: Article, rules: StanceRules, votes: Sequence[Towards]) -> list[Stance]:
    """Actors for or against actors: by rules, and by votes where no rule reads anything."""
    text, spans, mentions = article.text, article.sentences, article.mentions
    statements = [s if s.speaker_id else s._replace(speaker_id=_speaker(article, s, rules)) for s in article.statements]
    found = [
        *done_to_actors(text, spans, mentions, rules.towards, rules.helpers, statements),
        *held_in_nouns(text, spans, mentions, rules.issues.rules["towards"]),
        *said_of_actors(text, spans, mentions, statements, rules.issues),
    ]
    known = {(t.sentence[0], t.holder, t.target_id) for t in found}
    found += [t for t in votes if (t.sentence[0], t.holder, t.target_id) not in known]
    out = []
    for t in found:
        if _no_side(text, t, rules):
            continue
        inside = content_holding(statements, t.cue[0])
        number = next((i for i, s in enumerate(statements) if s.cue and s.cue[0][0] <= t.cue[0] < s.cue[0][1]), None)
        told_by = statements[inside].speaker_id if inside is not None else None
        out.append(
            Stance(
                number,
                t.holder,
                told_by if told_by != t.holder else None,
                "actor",
                t.target_id,
                LEANS[0] if t.sign > 0 else LEANS[1],
                *t.sentence,
                t.basis,
                t.because,
                0.9,
                t.direction,
                0.9 * t.direction,
            )
        )
    return out


def _no_side(text: str, t: Towards, rules: StanceRules) -> bool:
    """Is it no position after all? Of a medium, of who speaks for the target, of a person taking a post, on a loss."""
    if t.holder in rules.media or t.target_id in rules.media or t.holder == t.target_id:
        return True
    if text[slice(*t.cue)].lower() in rules.posts:
        return rules.is_person(t.holder) and not rules.is_person(t.target_id)
    if t.basis != "learned":
        return False
    return t.target_id in rules.homes.get(t.holder, ()) or (
        t.sign < 0 and suffers(text, t.target[1], rules.issues.rules["suffered"])
    )


def _on_candidates(article: Article, rules: StanceRules, towards: Sequence[Stance]) -> list[Stance]:
    """Who should hold an office, as a claim has it: told by who takes sides for or against that person by name."""
    out = []
    for issue in rules.issues.issues:
        if issue.has_terms or not issue.claim.candidate:
            continue
        who = issue.claim.candidate
        meant = candidates_of(article, who)
        for s in towards:
            confidence = CANDIDATE * s.direction
            if s.target_id in meant and s.basis != "learned" and confidence >= issue.threshold:
                position = LEANS[s.position == LEANS[0]] if issue.claim.ousts else s.position
                because = f"{s.because}; the claim is about whether {who} should hold an office"
                out.append(
                    s._replace(
                        target_kind="issue", target_id=issue.id, position=position, because=because,
                        relevance=CANDIDATE, confidence=confidence,
                    )
                )  # fmt: skip
    return out


def _speaker(article: Article, statement: Statement, rules: StanceRules) -> str | None:
    """A party that speaks as its members, or who is told by a role: the one holder of what is said."""
    holders = holders_of(article, statement, rules, opinion=False)
    return min(holders) if len(holders) == 1 else None


def _settled(stances: list[Stance]) -> list[Stance]:
    """One row a statement, holder and target; where rows of one statement disagree, only a much surer one stays."""
    best: dict[tuple, Stance] = {}
    for s in sorted(stances, key=lambda s: (not s.position, -s.confidence)):
        key = (s.start if s.statement is None else s.statement, s.holder_id, s.target_kind, s.target_id)
        if key not in best:
            best[key] = s
        elif s.position and best[key].position not in ("", s.position) and best[key].confidence - s.confidence < 0.15:
            best[key] = s._replace(position="", because=f"{s.because}; another part of the statement says the contrary")
    kept = [s for s in best.values() if s.holder_id != s.target_id]
    return sorted(kept, key=lambda s: (s.start, s.end, s.holder_id or "", s.target_id))
