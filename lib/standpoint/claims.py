"""A claim, read: the thing that it is about, and whether it wants more or less of it.

"Sanctions on Russia should be kept" wants more of sanctions; "The war in Ukraine should be ended" wants less of war;
"Flooding is a serious problem" wants nothing to be done, it judges: `problem`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

WORD = re.compile(r"n['’]t\b|[^\W_]+(?:\.\d+)?")
MODAL = re.compile(r"\b(?:should|must|ought to|needs? to|has to|have to|shall|may not|cannot)\b", re.I)
COPULA = re.compile(r"\b(?:is|are|was|were|remains?|poses?|represents?|constitutes?)\b", re.I)
RELATIVE = re.compile(r"\b(?:who|which|that|whose)\b.*")  # "Immigrants | who are in the country illegally"
OFFICE = re.compile(  # "Ines Aro should be elected mayor", "… should resign"
    r"(?P<who>[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){1,3}) (?:should|must|ought to) (?P<no>not )?"
    r"(?:(?P<out>resign|step down|leave office|be (?:impeached|removed|ousted))"
    r"|(?:be (?:re-?)?(?:elected|nominated|confirmed|appointed)|remain|stay|become)\b)"
)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could)\b", re.I)
APART = frozenset(("from", "out", "away", "off"))  # "kept | from the presidency", "done | away with"
PUT = frozenset("done keep kept hold held stay take taken send sent put move moved shut lock locked barred".split())
PREPOSITIONS = frozenset("in on of to for with against from by at into about over under caused now".split())
NEGATIONS = frozenset(("not", "never", "no"))
LESS = NEGATIONS | {"less", "fewer"}  # in front of the thing: "No more aid should be sent"
NAME_WEIGHT = 0.5  # a name alone ("Ukraine") does not make a sentence about an issue
ASIDE_WEIGHT = 0.5  # nor do those who should act, or the means ("by a deal")
FIRST_NAME_WEIGHT = 0.1  # one may leave it away
WISH_WEIGHT = 0.4  # nor does what should become of it ("be built")
KIND_WEIGHT = 0.5  # nor does what kind of thing it is ("laws")


class Claim(NamedTuple):
    """What a claim is about: stems with weights, those of its thing (`head`), its names; 1 wants more, -1 less.

    `problem`: it says that its thing is bad, and does not say what should be done; `just`: that it is right.
    `states`: it says that something is so ("Racial inequality has grown"), wants nothing and judges nothing.
    `candidate`: the person of whom it says that he should, or should not (`ousts`), hold an office; `leaves`: that he
    should, or should not, go by himself; `elected`: that he should, or should not, win it. `noun`: the stem of what
    names its thing, "doctor" of "hospital doctors".
    """

    weights: Mapping[str, float]
    head: frozenset[str]
    names: frozenset[str]
    wants: int
    problem: bool = False
    just: bool = False
    states: bool = False
    candidate: str = ""
    ousts: bool = False
    leaves: bool = False
    noun: str = ""
    elected: bool = False


class Words(NamedTuple):
    """What reading a claim needs to know of words, as stems: verbs of less and more, words that say nothing of the
    thing, names (a claim's first word is capitalised), words that call a thing bad, right or due, and that say what
    kind it is.

    `stem` gives a word's own stem and that of the word it stands for.
    """

    stem: Callable[[str], tuple[str, str]]
    down: Collection[str]
    up: Collection[str]
    generic: Collection[str]
    proper: Collection[str]
    bad: Collection[str]
    right: Collection[str]
    due: Collection[str]
    kinds: Collection[str]


def read_claim(claim: str, known: Words) -> Claim:
    """Read a claim such as "Western states should give Ukraine more military aid." with the help of its modal verb.

    Without one it is either a judgement ("Flooding is a serious problem.") or names what is wanted ("An end to
    tuition fees", "Ban glyphosate").
    """
    stem = known.stem
    claim = _without_aside(claim, known)
    modal = MODAL.search(claim)
    copula = None if modal else COPULA.search(claim)
    between = modal or copula
    subject, predicate = (claim[: between.start()], claim[between.end() :]) if between else ("", claim)
    words = WORD.findall(predicate)
    judged = bool(copula) and any(stem(w)[0] in known.bad for w in words)
    verb = next((i for i, w in enumerate(words) if w.lower() not in ("be", *NEGATIONS)), 0) if modal else -1
    passive = bool(copula) or "be" in (w.lower() for w in words[: max(verb, 0)])
    by = next((i for i, w in enumerate(words) if w.lower() == "by" and i > verb), len(words))
    subject = RELATIVE.sub(" ", subject)
    thing = WORD.findall(subject) if passive else _behind_verbs(words[max(verb, 0) :], known)
    turning = words[: max(verb, 0) + 1] if passive else words[: len(words) - len(thing)]
    turns = sum(w.lower() in NEGATIONS or stem(w)[0] in known.down for w in turning)
    turns += sum(w.lower() in NEGATIONS for w in words[len(turning) : len(turning) + 5])
    turns += sum(w.lower() in LESS for w in WORD.findall(subject)[:3])
    put = any(w.lower() in PUT for w in turning[-1:])  # but not "built | off the coast", "made | from wind"
    turns += put and any(w.lower() in APART for w in words[len(turning) : len(turning) + 1]) and turns % 2 == 0
    if judged:
        turns = 1 + sum(w.lower() in NEGATIONS for w in words)
    opening = WORD.findall(claim)[:2]
    first = "" if len(opening) > 1 and opening[1][0].isupper() else "".join(opening[:1])  # "Planned Parenthood" is one
    weights: dict[str, float] = {}
    names: set[str] = set()

    def add(word: str, weight: float) -> None:
        if len(word) > 2 and word.lower() not in known.generic:
            is_name = word[0].isupper() and (word != first or word in known.proper)
            if is_name:
                names.add(stem(word)[1])
                weight = FIRST_NAME_WEIGHT if re.search(rf"\b{re.escape(word)} [A-Z]", claim) else NAME_WEIGHT
            weights.setdefault(stem(word)[1], weight)

    for word in thing:
        add(word, KIND_WEIGHT if stem(word)[0] in known.kinds else 1.0)
    if not judged:
        for i, word in enumerate(words[max(verb, 0) + 1 :], verb + 1):
            if stem(word)[0] not in known.down:
                add(word, ASIDE_WEIGHT if i > by else WISH_WEIGHT)
        for word in WORD.findall(subject):
            add(word, ASIDE_WEIGHT)
    if modal and words and stem(words[verb])[0] not in known.up and (passive or stem(words[verb])[0] not in known.down):
        add(words[verb], WISH_WEIGHT)
    if set(weights) <= names:  # "become a member of NATO": what is generic elsewhere tells more than names alone
        weights |= {stem(w)[1]: WISH_WEIGHT for w in words[max(verb, 0) :] if w.islower() and len(w) > 5}
    head = {stem(w)[1] for w in _up_to_preposition(thing)} & set(weights) - names
    head = head or set(weights) - names or set(weights)
    just = bool(copula) and not judged and any(stem(w)[0] in known.right for w in words)
    told = any(stem(w)[0] in known.due or stem(w)[0] in known.bad for w in WORD.findall(claim))
    states = not (modal or judged or just or told) and bool(FINITE.search(claim))
    office = OFFICE.match(claim)
    if office:  # its thing is what he should do, "resign": more of it is wanted, but for "not"
        turns = bool(office["no"])
    return Claim(
        weights,
        frozenset(head),
        frozenset(names),
        -1 if turns % 2 else 1,
        judged,
        just,
        states,
        office["who"] if office else "",
        bool(office) and bool(office["out"]) != bool(office["no"]),
        bool(office) and (office["out"] or "be").split()[0] != "be",
        next((stem(w)[1] for w in reversed(_up_to_preposition(thing)) if stem(w)[1] in head), ""),
        bool(office) and office[0].endswith(("elected", "nominated", "become")),
    )


def _without_aside(claim: str, known: Words) -> str:
    """ "Flooding is a serious problem | that must be acted on" judges: what follows adds nothing to it."""
    copula = COPULA.search(claim)
    aside = RELATIVE.search(claim, copula.end()) if copula else None
    if not aside or MODAL.search(claim, 0, aside.start()):
        return claim
    judgement = WORD.findall(claim[copula.end() : aside.start()])
    return claim[: aside.start()] if any(known.stem(w)[0] in known.bad for w in judgement) else claim


def _behind_verbs(words: list[str], known: Words) -> list[str]:
    """The words of the thing: behind the verb, and behind what is only to be done to it ("adopt | a ban on | ads")."""
    at = 1 if words and known.stem(words[0])[0] in {*known.down, *known.up} else 0
    for i, word in enumerate(words[:6]):
        stem = known.stem(word)[0]
        if i and word[0].isupper():
            break
        if i == at and stem in known.up:
            at = i + 1  # "stop | supplying | weapons"
        elif stem in known.down or word.lower() in NEGATIONS:
            following = next((w for w in words[i + 1 :] if w.lower() not in PREPOSITIONS), "")
            if not following:
                break
            at = i + 1
        elif i and stem not in known.up and word.lower() not in known.generic:
            break
    while at < len(words) - 1 and words[at].lower() in PREPOSITIONS:
        at += 1
    return words[at:]


def _up_to_preposition(words: list[str]) -> list[str]:
    """The head of a noun phrase: up to the first preposition ("the war | in Ukraine"); "such as" goes on."""
    out: list[str] = []
    for word in words:
        if word.lower() in PREPOSITIONS and out:
            break
        if word.lower() not in PREPOSITIONS:
            out.append(word)
    return out
