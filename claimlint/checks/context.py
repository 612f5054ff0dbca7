"""Which guards hold for a claim: what its sentence says that takes the claim back or weakens it.

The model is ConText: a cue (rules/cues.yaml) has a direction, and a scope that ends where the
clause or the sentence turns; a pseudo cue hides the cues that it overlaps. Nothing is read or
compiled here: the caller gives the tokens of the sentence, the claim, and the cues it found.
"""

from __future__ import annotations

import re

from claimlint.checks.clauses import CLAUSE, Clauses
from claimlint.finding import Guard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Hit = tuple[str, str, int, int]
    Token = tuple[str, int, int]
    Range = tuple[int, int]
    PassedOver = Callable[[int, int], bool]


class Sentence:
    """A segment and where it stands.

    text: its visible text; tokens: (folded word or mark, start, end) with offsets into `text`;
    quoted: its block stands in quotation or testimonial markup; words: the tokens without places.
    """

    __slots__ = ("quoted", "text", "tokens", "words")

    def __init__(
        self, text: str, tokens: Sequence[Token], quoted: bool, words: Sequence[str] | None = None
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.quoted = quoted
        self.words = [word for word, _, _ in tokens] if words is None else words


NEAR = 1
"""Words that may stand between a `near` cue and the claim."""

AFTER_RELATIVE = 4
"""Words that may stand between a cue in a relative clause ("who cannot ...") and the claim."""

SUBJECT_WORDS = 4
"""Words of a negated subject ("no foot bath ...") that may stand before its verb."""

SUBJECT_GAP = 14
"""Words that may stand between a subject and what is said of it."""

BODY_GAP = 14
"""Words that may stand between a part of the body and what is said of how it works."""

QUOTE_SLACK = 6
"""Words beside the claim that may stand inside the same quotation marks."""

_WORK = r"\b(?:study|trial|review|meta-analysis|report|survey|paper)\b"
_REFERENCE = (
    r"\b10\.\d{4,9}/\S"  # DOI
    r"|\b(?i:doi|pmid|pmcid|pubmed)\b|\bISRCTN\d|\bNCT\d{8}"
    r"|\([^()]{0,80}?[A-Z][\w'’-]+(?: et al\.?)?,? (?:19|20)\d\d[a-z]?(?:[;,][^()]*)?\)"
    r"|\b[A-Z][\w'’-]+(?: et al\.?,?| (?:and|&) [A-Z][\w'’-]+),? \(?(?:19|20)\d\d"
    r"|\bet al\b"
    r"|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]"
    r"|[a-z)%.,][¹²³⁴-⁹]"
    r"|[a-z)]\.\d{1,3}(?:[,–-]\d{1,3})*\s*$"
    r"|\b[Pp]ublished (?:online )?in (?:the (?:journal )?)?(?-i:[A-Z])"
    rf"|{_WORK}[^.;:]{{0,100}}\b(?:in|of|from) (?:19|20)\d\d\b"
    rf"|\b[Ii]n (?:19|20)\d\d\b[^.;:]{{0,40}}{_WORK}"
    rf"|\b(?:[Aa]|[Tt]he|[Oo]ne) (?:19|20)\d\d (?:[\w-]+ ){{0,4}}?{_WORK}"
)
"""What shows that a sentence names its source; compiled when it is first needed."""

_TITLE_MARKS = frozenset(":—–")
_JOINTS = frozenset([",", "and", "&", "with", "but", "just"])
_GOES_ON = frozenset(["and", "but", "because", "as", "so", "since"])  # before "it" or "they"

_HELPERS = {
    "": ("terminator", "break", "opener", "contrast", "relative", "pseudo"),
    "accepted": ("unless", "object", "pseudo"),
}
"""Roles of cues that call for no guard by themselves."""

_REFERENCE_SIGNS = (*"0123456789¹²³⁴⁵⁶⁷⁸⁹", "et al", "ublished ", "ubMed", "doi", "DOI")
"""One of these stands in every reference."""


def guards_for(
    sentence: Sentence, claim: Range, hits: Sequence[Hit], effects: Mapping[str, str]
) -> list[Guard]:
    """Return the guards that hold for a claim; see `Scene` and `guards_in`."""
    return guards_in(Scene(sentence, hits), claim, effects)


def guards_in(
    scene: Scene, claim: Range, effects: Mapping[str, str], passed_over: PassedOver | None = None
) -> list[Guard]:
    """Return the guards that hold for a claim, at most one of each name, in the order of effects.

    claim: (first token, last token + 1); effects: guard name -> default effect ('drop',
    'lower', 'keep'). A guard's effect is the default, but a question that takes the claim for
    granted lowers instead of dropping. passed_over: tells of a token range inside the claim
    whether the rule's phrase passes over it (`...`); without it, cues inside a claim are its own.
    """
    if not scene.possible:
        return []
    found = []
    for name, effect in effects.items():
        if name not in scene.possible:
            continue
        guard = _SPECIAL.get(name, _by_cue)(scene, claim, name, effect, passed_over)
        if guard is not None:
            found.append(guard)
    return found


class Scene:
    """A sentence with its cues sorted out: those a pseudo cue hides are gone.

    hits: (guard, role, first token, last token + 1) of every cue of the sentence; a cue of a
    heading above has the role `under` and stands at (-1, -1). possible: the guards that something
    in the sentence may call for; reference: what it names as its source; known: what the caller
    remembers of its guards.
    """

    __slots__ = ("_clauses", "cues", "known", "possible", "reference", "sentence", "words")

    def __init__(self, sentence: Sentence, hits: Sequence[Hit]) -> None:
        self.sentence = sentence
        self.words = sentence.words
        self.known: dict[object, list[Guard]] = {}
        self._clauses: Clauses | None = None
        hidden: dict[str, list[Range]] = {}
        for guard, role, first, end in hits:
            if role == "pseudo":
                hidden.setdefault(guard, []).append((first, end))
        self.cues: dict[str, list[tuple[str, int, int]]] = {}
        self.possible = set()
        for guard, role, first, end in hits:
            if role == "under" and first >= 0:
                continue
            masks = hidden.get(guard) if hidden and role not in ("pseudo", "under") else None
            if not masks or not any(first < stop and start < end for start, stop in masks):
                self.cues.setdefault(guard, []).append((role, first, end))
                if role not in _HELPERS.get(guard, ()):
                    self.possible.add(guard)
        self.reference = _reference(sentence.text)
        if "?" in self.words:
            self.possible.add("question")
        else:
            self.possible.discard("question")
        if self.reference:
            self.possible.add("cited")
        if sentence.quoted:
            self.possible.add("testimonial")

    @property
    def clauses(self) -> Clauses:
        """The clauses of the sentence; many guards need not know them."""
        if self._clauses is None:
            self._clauses = Clauses(self.sentence, self.cues.get("", ()))
        return self._clauses

    def of(self, guard: str, *roles: str) -> list[tuple[str, int, int]]:
        """Return the cues of a guard with one of the roles."""
        return [cue for cue in self.cues.get(guard, ()) if cue[0] in roles]

    def text(self, first: int, end: int) -> str:
        """Return the visible text of tokens first..end-1, on one line."""
        tokens = self.sentence.tokens
        if not 0 <= first < end <= len(tokens):
            return ""
        return " ".join(self.sentence.text[tokens[first][1] : tokens[end - 1][2]].split())


def _by_cue(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """Return the guard of the first cue that governs the claim."""
    for role, first, end in scene.cues.get(name, ()):
        if role == "under":
            return Guard(name, "heading", effect)
        governed: Range | None = claim
        if name != "testimonial":
            governed = _behind((first, end), claim, passed_over)
        if governed is not None and _governs(scene, role, (first, end), governed):
            return Guard(name, scene.text(first, end), effect)
    return None


def _behind(cue: Range, claim: Range, passed_over: PassedOver | None) -> Range | None:
    """Return the part of a claim that a cue may govern; None where the cue is the claim's own.

    A cue inside the claim counts where the phrase passes over it; what it governs then begins
    at the next word that the phrase names.
    """
    if not (claim[0] <= cue[0] and cue[1] <= claim[1]):
        return claim
    if passed_over is None or cue[0] == claim[0] or not passed_over(*cue):
        return None
    at = cue[1]
    while at < claim[1] and passed_over(at, at + 1):
        at += 1
    return (at, claim[1]) if at < claim[1] else None


def _governs(scene: Scene, role: str, cue: Range, claim: Range) -> bool:
    """Tell whether a cue reaches the claim."""
    clauses = scene.clauses
    if role == "segment":
        return not clauses.contrasted(cue, claim)
    if role == "after":
        return cue[0] > claim[0] and cue[1] > claim[1] and not clauses.parts(claim, cue, CLAUSE)
    if role not in ("before", "near", "subject", "wide") or cue[0] >= claim[0]:
        return False
    if role == "wide":
        return not clauses.parts(cue, claim)
    between = scene.words[cue[1] : claim[0]]
    if role == "near":
        return len(between) <= NEAR and not _JOINTS.intersection(between)
    if role == "subject":
        return _is_subject(scene, cue, claim, between)
    if clauses.in_relative(cue) and len(between) > AFTER_RELATIVE:
        return False
    return not (
        clauses.parts(cue, claim, CLAUSE)
        or clauses.participle_between(cue, claim)
        or clauses.new_predicate(claim)
    )


def _is_subject(scene: Scene, cue: Range, claim: Range, between: Sequence[str]) -> bool:
    """Tell whether a cue begins the subject of the claim's verb: "no drink removes toxins"."""
    if len(between) > SUBJECT_WORDS or _JOINTS.intersection(between):
        return False
    if scene.clauses.begin(cue[0]) != cue[0] or scene.clauses.parts(cue, claim, CLAUSE):
        return False
    # A verb in the singular, or a noun in the plural before it.
    return any(
        word.endswith("s") and not word.endswith(("ss", "us", "is"))
        for word in (scene.words[claim[0]], *between[-1:])
    )


# -- guards that are more than a cue


def _question(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """A question drops the claim, unless it takes the claim for granted."""
    asked = scene.clauses.asked(claim)
    if asked is None:
        return None
    begin, mark = asked
    for role, first, end in scene.cues.get(name, ()):
        inside = begin <= first and end <= mark + 1
        if role == "near" and 0 <= claim[0] - end <= NEAR:
            return None
        if role == "near" and claim[0] <= first < claim[0] + 1:
            return None
        if inside and role == "pseudo":
            return None
    for role, first, end in scene.cues.get(name, ()):
        if role == "lower" and begin <= first and end <= mark and first < claim[1]:
            return Guard(name, scene.text(first, end), "lower" if effect == "drop" else effect)
    return Guard(name, "?", effect)


def _attributed(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """Words of others: by a cue, or by quotation marks with a distancing word."""
    guard = _by_cue(scene, claim, name, effect, passed_over)
    if guard is not None:
        return guard
    distant = [
        (first, end)
        for _, first, end in scene.of(name, "distance")
        if end <= claim[0] or first >= claim[1]
    ]
    if distant and _in_quotes(scene.sentence, claim):
        return Guard(name, scene.text(*distant[0]), effect)
    return None


def _in_quotes(sentence: Sentence, claim: Range) -> bool:
    """Tell whether the claim, with few words more, stands in quotation marks of its own."""
    tokens = sentence.tokens
    start, end = tokens[claim[0]][1], tokens[claim[1] - 1][2]
    before, behind = sentence.text[:start], sentence.text[end:]
    for opening, closing in (("“", "”"), ("‘", "’"), ("«", "»"), ('"', '"'), ("'", "'")):
        left, right = before.rfind(opening), behind.find(closing)
        if left < 0 or right < 0 or before.rfind(closing, left + 1) >= 0:
            continue
        if (
            opening == closing
            and left > 0
            and not (before[left - 1].isspace() or before[left - 1] in "([")
        ):
            continue  # an apostrophe, or a closing mark
        outer_start, outer_end = left, end + right
        inside = sum(1 for _, a, b in tokens if outer_start <= a and b <= outer_end)
        if inside <= claim[1] - claim[0] + QUOTE_SLACK:
            return True
    return False


def _accepted(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """Accepted care is what the claim is about: it is the subject, and nothing promoted is."""
    clauses = scene.clauses
    unless = [(first, end) for _, first, end in scene.of(name, "unless")]
    objects = [end for _, _, end in scene.of(name, "object")]
    for _, first, end in scene.of(name, "before"):
        if first > claim[0] + 1 or end > claim[1]:
            continue
        resumed = _resumed(scene.words, end, claim[0])
        if claim[0] - (resumed or end) > SUBJECT_GAP:
            continue
        # "Pilates: improves balance": what stands before the mark is the subject.
        titled = first == 0 and end < claim[0] and scene.words[end] in _TITLE_MARKS
        parted = (end, end + 1) if titled else (first, end)
        if not resumed and clauses.parts(parted, claim, CLAUSE):
            continue
        begin = clauses.begin(first)
        if any(0 <= first - stop <= 1 and stop > begin for stop in objects):
            continue
        others = [u for u in unless if not (first <= u[0] and u[1] <= end)]
        if any(begin <= u[0] <= max(claim[0], first) for u in others):
            continue
        return Guard(name, scene.text(first, end), effect)
    return None


def _biology(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """The body, or a part of it, is the subject before the claim: how bodies work."""
    clauses = scene.clauses
    for _, first, end in scene.of(name, "before"):
        if end > claim[0] or claim[0] - end > BODY_GAP:
            continue  # what becomes of the body is a claim itself: "knees heal in a week"
        if clauses.parts((first, end), claim, CLAUSE):
            continue
        if not clauses.participle_between((first, end), claim):
            return Guard(name, scene.text(first, end), effect)
    return None


def _resumed(words: Sequence[str], first: int, end: int) -> int:
    """Return the word behind "and they", "and it": the subject goes on in the next clause."""
    for at in range(min(end, len(words) - 1), first, -1):
        if words[at] in ("they", "it") and words[at - 1] in _GOES_ON:
            return at + 1
    return 0


def _cited(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """A reference stands in the sentence."""
    guard = _by_cue(scene, claim, name, effect, passed_over)
    if guard is not None:
        return guard
    return Guard(name, scene.reference, effect) if scene.reference else None


def _reference(text: str) -> str:
    """Return what a sentence names as its source, or nothing."""
    if not any(sign in text for sign in _REFERENCE_SIGNS):
        return ""
    found = re.search(_REFERENCE, text)
    return found[0].strip() if found else ""


def _testimonial(
    scene: Scene, claim: Range, name: str, effect: str, passed_over: PassedOver | None
) -> Guard | None:
    """Told in the first person, or marked up as a quotation."""
    guard = _by_cue(scene, claim, name, effect, passed_over)
    if guard is None and scene.sentence.quoted:
        return Guard(name, "quotation", effect)
    return guard


_SPECIAL: dict[str, Callable[[Scene, Range, str, str, PassedOver | None], Guard | None]] = {
    "question": _question,
    "attributed": _attributed,
    "accepted": _accepted,
    "biology": _biology,
    "cited": _cited,
    "testimonial": _testimonial,
}
