"""Where they stand: positions of speakers, actors and opinion pieces on issues and on each other, or none.

A position is relevance (is this about the issue?) and direction (for or against?), each decided by words that can be
shown. Where nothing decides, there is no row; `decisions` gives the abstentions, too, with their reasons.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from standpoint.actors import Mention
from standpoint.acts import Act, find_acts
from standpoint.codebook import Actor, Codebook
from standpoint.cues import inflected
from standpoint.directions import NEAR, Cue, Reading, done_to, read_direction, undecided
from standpoint.issues import FIRM, CompiledIssues, Match, Token
from standpoint.references import Antecedents
from standpoint.statements import Statement
from standpoint.text import Span, containing
from standpoint.towards import VOTE, Pairs, done_to_actors, read_between_actors, said_of_actors

REACH = 10  # tokens between a verb of doing and the words of the issue that it acts on
ELSEWHERE = re.compile(r"\s+(?:to|for|on|against|with|from|in|of|into)\s+(?:the\s+)?$")
LEANS = ("support", "oppose")
AUTHOR = ("i", "we")
NEGATIONS = ("not", "never", "neither", "nor")
BETWEEN_HOLDERS = re.compile(r"(?:\s|,|\b(?:and|both|the|as well as)\b)*")


class Stance(NamedTuple):
    """Somebody's position on an issue or another actor; an abstention where `position` is "".

    `statement` is an index into statements, then acts. `holder_id` is None for a speaker without a name.
    """

    statement: int | None
    holder_id: str | None
    reported_by: str | None
    target_kind: str
    target_id: str
    position: str
    start: int
    end: int
    basis: str
    because: str
    relevance: float
    direction: float
    confidence: float


class StanceRules(NamedTuple):
    """Compiled issues, the forms of cues that take sides, commit or deny, and what is known of the actors."""

    issues: CompiledIssues
    leans: Mapping[str, int]
    cues: tuple[frozenset[str], ...]  # that commit, deny, foresee, warn, as in directions.Cue
    irregular: Mapping[str, list[str]]
    helpers: frozenset[str]
    media: frozenset[str]
    states: frozenset[str]
    homes: Mapping[str, frozenset[str]]


class Article(NamedTuple):
    """What the readings of one article share."""

    text: str
    sentences: Sequence[Span]
    mentions: Sequence[Mention]
    statements: Sequence[Statement]
    present: frozenset[str]
    places: Sequence[int]  # of words that may be about an issue
    reading: Pairs | None = None

    def may_tell(self, start: int, end: int) -> bool:
        """May a passage be about an issue at all?"""
        i = bisect_left(self.places, start)
        return i < len(self.places) and self.places[i] < end


def compile_issues(codebook: Codebook, language: str) -> StanceRules:
    """The issues of a codebook and the stance cues of a language, ready for find_stances."""
    issues = CompiledIssues(codebook, language)
    cues, rules = codebook.cues[language], issues.rules

    def forms(lemmas: Sequence[str]) -> set[str]:
        return {form for lemma in lemmas for form in (lemma, *inflected(lemma, cues["irregular"]))}

    return StanceRules(
        issues,
        {f: sign for name, sign in zip(LEANS, (1, -1), strict=True) for f in forms(rules["cues"][name])},
        tuple(frozenset(forms(rules[name])) for name in ("committing", "denying", "foreseeing", "warning")),
        cues["irregular"],
        frozenset(cues["auxiliaries"]) | frozenset(cues["adverbs"]),
        frozenset(o.id for o in codebook.outlets.values()),
        frozenset(a.id for a in codebook.actors.values() if a.type == "state"),
        {a.id: _home(a) for a in codebook.actors.values()},
    )


def _home(actor: Actor) -> frozenset[str]:
    """Whom an actor speaks for: itself, its state, the bodies of its offices."""
    return frozenset(i for i in (actor.id, actor.country, *(o.of for o in actor.offices)) if i)


def find_stances(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rules: StanceRules,
    *,
    opinion: bool = False,
    reading: Pairs | None = None,
) -> tuple[list[Stance], list[Statement]]:
    """Stances, and the acts (statements of kind "act") that some of them rest on; acts are numbered after statements.

    `opinion`: the article argues in its own voice, so that its unattributed sentences have the holder "article".
    `reading`: what the learned reader makes of a pair of spans; it votes where the rules abstain.
    """
    found, acts = decisions(text, sentences, mentions, statements, rules, opinion=opinion, reading=reading)
    return [s for s in found if s.position], acts


def decisions(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    rules: StanceRules,
    *,
    opinion: bool = False,
    reading: Pairs | None = None,
) -> tuple[list[Stance], list[Statement]]:
    """As find_stances, with the abstentions: rows without a position, whose `because` says why there is none."""
    places = rules.issues.places(text)
    present = rules.issues.names_in(text, {m.actor_id for m in mentions}) if places else frozenset()
    article = Article(text, sentences, mentions, statements, present, places, reading)
    antecedents = Antecedents(text, sentences, rules.issues, article.present, places)
    out = [
        stance
        for i in range(len(statements))
        for stance in _of_statement(article, i, rules, antecedents, opinion=opinion)
    ]
    acts: list[Statement] = []
    for act in find_acts(text, sentences, mentions, rules.issues.rules["acts"], rules.helpers):
        kept = _of_act(article, act, len(statements) + len(acts), rules)
        if kept:
            out.extend(kept)
            acts.append(_as_statement(article, act))
    out.extend(_towards(article, rules))
    if opinion or len(sentences) == 1:  # a text of one sentence is somebody's own: a survey answer, a post, a claim
        holder = "article" if opinion or not mentions else None  # whose it is, is open where it names somebody
        out.extend(_own_voice(article, rules, antecedents, holder))
    return _settled(out), acts


def _of_statement(
    article: Article, index: int, rules: StanceRules, antecedents: Antecedents, *, opinion: bool
) -> list[Stance]:
    """What a statement says of issues. A medium that passes on what others said takes no position by it."""
    statement, issues = article.statements[index], rules.issues
    span = statement.content[0][0], statement.content[-1][1]
    known = article.may_tell(*span)
    if not known and not article.places:
        return []
    holders = _holders(article, statement, opinion)
    if holders <= rules.media and (holders or statement.speaker_text.lower() in AUTHOR):
        return []
    tokens = [t for a, b in statement.content for t in issues.tokens(article.text, a, b)]
    matches = issues.matches(tokens, article.present) if known else []
    wordings = issues.wordings(tokens) if known else []
    matches += antecedents.matches(tokens, span, {m.issue for m in matches if m.relevance >= FIRM})
    if not matches and not wordings:
        return []
    cue = read_cue(article.text, statement, rules)
    reported_by = article.statements[statement.parent].speaker_id if statement.parent is not None else None
    following = article.statements[index + 1 : index + 5]
    nested = [s.content[0] for s in following if s.parent == index and s.content[0][0] >= span[0]]
    own = _places(article.mentions, span, frozenset().union(*(rules.homes.get(h, (h,)) for h in holders)))
    out = []
    for number, at, sign, phrase in wordings:
        names = issues.issues[number].claim.names
        if names and not names & article.present:  # "a blank cheque" in a story that is not about Ukraine
            continue
        match = Match(number, at, at + 1, phrase, 0.9, sign)
        turned, words = _worded(tokens, match, cue, issues)
        out.append((match, Reading(turned * sign, 0.9, "wording", f"wording ‘{phrase}’{words}")))
    for match in matches:
        place = tokens[match.first].start
        if any(a <= place < b for a, b in nested):
            continue
        if match.relevance < FIRM:
            out.append((match, undecided(f"too little of the issue: only ‘{match.words}’")))
        elif _about_another(article, tokens, match, rules):
            out.append((match, undecided("it goes on with a state that the claim does not name")))
        else:
            found = read_direction(tokens, match, cue, issues, own)
            if not found.sign and statement.source:
                found = _voted(article, statement.source[0], (tokens[match.first].start, tokens[match.last - 1].end),
                               match, found)  # fmt: skip
            out.append((match, found))
    by = f"‘{cue.words}’ + " if cue.words else ""
    return [
        _on_issue(
            issues, match, index, holder, reported_by if reported_by != holder else None, span,
            read._replace(words=f"{by}words of the issue ‘{match.words}’, {read.words}"),
        )
        for match, read in out
        for holder in sorted(holders - rules.media) or [None]
    ]  # fmt: skip


def _voted(article: Article, holder: Span, target: Span, match: Match, found: Reading) -> Reading:
    """The learned reader's vote on the direction where the rules give none; what it cannot see stays undecided."""
    scores = article.reading.position(holder, target) if article.reading else None
    if scores is None or max(scores[1:]) < VOTE:
        return found
    sign = 1 if scores[1] > scores[2] else -1
    side = "for" if sign > 0 else "against"
    return Reading(sign * match.sign, max(scores[1:]) * 0.8, "learned", f"read as {side} it by the learned reader")


def _holders(article: Article, statement: Statement, opinion: bool) -> set[str]:
    """The speaker; or the author of an opinion piece, who writes "I"; or all that are named: "Poland and Lithuania"."""
    if statement.speaker_id:
        return {statement.speaker_id}
    if not statement.source:
        return set()
    if opinion and statement.speaker_text.lower().rpartition(" ")[2] in AUTHOR:
        return {"article"}
    (start, end), holders = statement.source[0], set()
    first = bisect_left(article.mentions, (start,))
    while first and article.text[article.mentions[first - 1].end : start] == ", ":  # "Estonia, Latvia and Lithuania"
        first -= 1
        start = article.mentions[first].start
    at = start
    for mention in article.mentions[first : bisect_left(article.mentions, (end,))]:
        if mention.form == "demonym" or not BETWEEN_HOLDERS.fullmatch(article.text, at, mention.start):
            return set()
        holders.add(mention.actor_id)
        at = mention.end
    return holders if BETWEEN_HOLDERS.fullmatch(article.text, at, end) else set()


def _on_issue(
    issues: CompiledIssues, match: Match, statement: int | None, holder: str | None, reported_by: str | None,
    span: Span, read: Reading,
) -> Stance:  # fmt: skip
    """A decision on an issue: a position where its confidence reaches the issue's threshold, else an abstention."""
    issue, confidence = issues.issues[match.issue], match.relevance * read.direction
    position, words = "", read.words
    if read.sign and confidence >= issue.threshold:
        position = "support" if read.sign > 0 else "oppose"
    elif read.sign:
        words += f"; its confidence of {confidence:.2f} is below the threshold of {issue.threshold:.2f}"
    return Stance(
        statement, holder, reported_by, "issue", issue.id, position, *span, read.basis, words,
        match.relevance, read.direction, confidence,
    )  # fmt: skip


def read_cue(text: str, statement: Statement, rules: StanceRules) -> Cue:
    """Does a cue take sides, commit, deny, foresee, warn? A negated one that takes sides takes the other."""
    if not statement.cue:  # the learned reader saw who speaks and what, and no cue
        return Cue()
    words = " ".join(text[a:b] for a, b in statement.cue)
    low = words.lower().split()
    start = statement.cue[0][0]
    before = text[max(start - 20, statement.source[0][1] if statement.source else start) : start].lower()
    negated = any(w in NEGATIONS or w.endswith(("n't", "n’t")) for w in (*before.split(), *low))
    for i in range(len(low)):
        for form in (" ".join(low[i:]), low[i]):
            if form in rules.cues[0] and "had" in (*before.split(), *low):  # "had promised": what once was
                return Cue(words)
            lean, flags = rules.leans.get(form, 0), [form in forms for forms in rules.cues]
            if lean or any(flags):
                return Cue(words, -lean) if negated else Cue(words, lean, *flags)
    return Cue(words)


def _worded(tokens: Sequence[Token], match: Match, cue: Cue, issues: CompiledIssues) -> tuple[int, str]:
    """1 where a deciding wording stands as it is, -1 where it is negated or rejected, 0 where it is left open."""
    left = tokens[max(0, match.first - 6) : match.first]
    if any(t.stem in issues.lists["open"] for t in left):
        return 0, ""
    negated = sum(t.stem in issues.lists["negators"] for t in left) % 2
    # "criticised blank cheques": a wording against something is no praise of it where the cue leans against it, too
    rejected = cue.denying or cue.lean < 0 if match.sign > 0 else cue.denying and not cue.lean
    turned = -1 if negated != rejected else 1
    return turned, ", negated" if negated else "; no negation"


def _about_another(article: Article, tokens: Sequence[Token], match: Match, rules: StanceRules) -> bool:
    """Does a state stand behind the issue's words that its claim does not name: "military aid to Israel"?"""
    names = rules.issues.issues[match.issue].names
    if not names:
        return False
    end = tokens[match.last - 1].end
    i = bisect_left(article.mentions, (end,))
    if i == len(article.mentions) or article.mentions[i].start - end > 12:
        return False
    mention = article.mentions[i]
    start = tokens[match.first].start
    if any(m.actor_id in names for m in article.mentions[max(0, i - 3) : i] if m.start >= start):
        return False
    attached = ELSEWHERE.fullmatch(article.text[end : mention.start])
    return bool(attached) and mention.actor_id in rules.states and mention.actor_id not in names


def _places(mentions: Sequence[Mention], span: Span, actors: frozenset[str]) -> list[int]:
    low, high = bisect_left(mentions, (span[0],)), bisect_left(mentions, (span[1],))
    return [m.start for m in mentions[low:high] if m.actor_id in actors]


def _of_act(article: Article, act: Act, number: int, rules: StanceRules) -> list[Stance]:
    """What somebody did to the thing of an issue. One who tells of his own acts has already been heard."""
    start, stop = act.cue[1], act.sentence[1]
    if not article.may_tell(start, stop):
        return []
    inside = _content_holding(article.statements, act.cue[0])
    told_by = article.statements[inside].speaker_id if inside is not None else None
    heard = any(s.speaker_id == act.holder and act.cue in s.cue for s in article.statements)
    if act.hedged or act.holder in rules.media or heard or (inside is not None and told_by == act.holder):
        return []
    issues = rules.issues
    ends = issues.lists["boundaries"] | {","}
    tokens = list(takewhile(lambda token: token.stem not in ends, issues.tokens(article.text, start, stop)))
    out = []
    for match in issues.matches(tokens, article.present):
        if (
            match.relevance < FIRM
            or match.first > (REACH if match.sign > 0 else NEAR)
            or _about_another(article, tokens, match, rules)
        ):
            continue
        done, words = done_to(tokens[: match.first], (), issues)
        verb = article.text[act.cue[0] : act.cue[1]]
        because = f"does it: ‘{verb}’ + words of the issue ‘{match.words}’{words}"
        read = Reading(done * match.sign * act.sign, 0.75, "act", because)
        out.append(_on_issue(issues, match, number, act.holder, told_by, act.sentence, read))
    return [s for s in out if s.position]


def _as_statement(article: Article, act: Act) -> Statement:
    content = (act.cue[1] + 1, act.sentence[1])
    inside = _content_holding(article.statements, act.cue[0])
    name = article.text[act.source[0] : act.source[1]]
    return Statement(act.sentence, "act", act.holder, name, (act.source,), (act.cue,), (content,), inside, 0.7)


def _towards(article: Article, rules: StanceRules) -> list[Stance]:
    """Actors for or against actors."""
    text, statements, spans = article.text, article.statements, article.sentences
    verbs, mentions = rules.issues.rules["towards"], article.mentions
    found = [
        *done_to_actors(text, spans, mentions, verbs, rules.irregular, rules.helpers, statements),
        *said_of_actors(text, spans, mentions, statements, rules.issues),
    ]
    if article.reading:
        known = {(t.sentence[0], t.holder, t.target_id) for t in found}
        votes = read_between_actors(spans, mentions, statements, article.reading)
        found += [t for t in votes if (t.sentence[0], t.holder, t.target_id) not in known]
    out = []
    for t in found:
        if t.holder in rules.media or t.target_id in rules.media or t.holder == t.target_id:
            continue
        inside = _content_holding(statements, t.cue[0])
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


def _own_voice(article: Article, rules: StanceRules, antecedents: Antecedents, holder: str | None) -> list[Stance]:
    """What an opinion piece, or a text of one sentence, argues in sentences that it attributes to nobody."""
    attributed = {containing(article.sentences, s.cue[0][0]) for s in article.statements if s.cue}
    issues = rules.issues
    out = []
    for i, (start, end) in enumerate(article.sentences):
        if i in attributed or not article.places:
            continue
        tokens = issues.tokens(article.text, start, end)
        matches = issues.matches(tokens, article.present) if article.may_tell(start, end) else []
        matches += antecedents.matches(tokens, (start, end), {m.issue for m in matches if m.relevance >= FIRM})
        for match in matches:
            if match.relevance < FIRM:
                read = undecided(f"too little of the issue: only ‘{match.words}’")
            elif _about_another(article, tokens, match, rules):
                read = undecided("it goes on with a state that the claim does not name")
            else:
                read = read_direction(tokens, match, Cue(), issues)
            if read.basis == "commitment":
                read = undecided("nobody is named who commits to it")
            words = f"own voice: words of the issue ‘{match.words}’, {read.words}"
            read = read._replace(direction=read.direction * 0.9, words=words)
            out.append(_on_issue(issues, match, None, holder, None, (start, end), read))
    return out


def _content_holding(statements: Sequence[Statement], at: int) -> int | None:
    """The innermost statement whose content holds an offset."""
    return next(
        (i for i in reversed(range(len(statements))) if any(a <= at < b for a, b in statements[i].content)), None
    )


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
