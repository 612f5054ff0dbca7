"""The clauses of a sentence: what stands between a cue and a claim.

Marks and terminators end every scope (level WIDE); breaks, colons and dashes end a clause.
"""

from __future__ import annotations

from bisect import bisect_left

from claimlint.documents.sentences import split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimlint.checks.context import Sentence

    Range = tuple[int, int]

CLAUSE, WIDE = 1, 2
"""How much a boundary ends: the clause, or every scope."""

_DASHES = frozenset("—–-")
_LEVELS = {
    **dict.fromkeys("!?;•|→", WIDE),
    **dict.fromkeys(":…", CLAUSE),
}
_LEADING = ("and", "but", "or", "so", "because", "yet", ",", "'s", "s")
_NO_PARTICIPLES = frozenset(
    "nothing something anything everything morning evening during including following regarding"
    " concerning according depending being spring wellbeing king".split()
)
_OURSELVES = frozenset("we our it".split())
_DETERMINERS = frozenset("the a an your its their his her this that each every".split())
_ADVERBS = ("also", "then", "even", "further", "actively", "really", "truly", "quickly", "safely")


class Clauses:
    """Where the scopes of a sentence end; built from its tokens and the cues that shape clauses."""

    __slots__ = ("_brackets", "_contrasts", "_dashes", "_fronts", "_levels", "_relatives", "words")

    def __init__(self, sentence: Sentence, cues: Iterable[tuple[str, int, int]]) -> None:
        self.words = words = sentence.words
        self._levels = [_LEVELS.get(word, 0) for word in words]
        self._dashes = [i for i, word in enumerate(words) if word in _DASHES]
        self._relatives: list[int] = []
        self._mark_stops(sentence)
        for i, word in enumerate(words[:-1]):
            if word == ":" and words[i + 1] in _OURSELVES:
                self._levels[i] = WIDE
        openers: list[tuple[int, bool]] = []
        for role, first, end in cues:
            if role == "terminator":
                self._levels[first] = WIDE
            elif role == "break":
                self._levels[first] = max(self._levels[first], CLAUSE)
            elif role == "relative":
                self._relatives.append(end)
                if first and words[first - 1] == ",":
                    openers.append((first, False))
            elif role in ("opener", "contrast"):
                openers.append((first, role == "contrast"))
        self._fronts: list[Range] = []
        self._contrasts: list[Range] = []
        for first, contrast in openers:
            self._mark_front(first, contrast)
        for i, word in enumerate(words):
            # "Not a drug, ...", "light, not drugs, ..."
            if word == "not" and (i == 0 or words[i - 1] == ",") and "," in words[i:]:
                self._fronts.append((i, words.index(",", i)))
        self._brackets = _brackets(sentence)

    def _mark_stops(self, sentence: Sentence) -> None:
        """A dot ends a scope where a sentence really ends; three dots end a clause."""
        words = self.words
        if "." not in words[:-1]:
            return
        ends = [end for _, end in split(sentence.text, 0, len(sentence.text))]
        starts = [start for _, start, _ in sentence.tokens]
        for end in ends[:-1]:
            after = bisect_left(starts, end)
            if after and words[after - 1] in ".!?…":
                self._levels[after - 1] = WIDE
        for i, word in enumerate(words[:-2]):
            if word == "." and words[i + 1] == ".":
                self._levels[i] = max(self._levels[i], CLAUSE)

    def _mark_front(self, first: int, contrast: bool) -> None:
        """A clause or phrase that an opener begins ends at its first comma."""
        words = self.words
        opens = (
            first == 0
            or self._levels[first - 1] > 0
            or self._levels[first] > 0
            or words[first - 1] in _LEADING
        )
        if not opens and not contrast:
            return
        at = first + 1
        while at < len(words) and words[at] != ",":
            if self._levels[at] == WIDE and words[at] in ".!?;•|→":
                return
            at += 1
        if contrast:
            self._contrasts.append((first, at))
        if opens and at < len(words):
            self._fronts.append((first, at))

    # -- questions about what lies between

    def parts(self, left: Range, right: Range, level: int = WIDE) -> bool:
        """Tell whether a boundary of `level` or more lies between two ranges, left one first."""
        low, high = left[1], right[0]
        if low < high and (self.words[low] == ":" or (left[0] == 0 and self.words[low] == ",")):
            low += 1  # "Myth: ...", "In mice, it ..."
        levels = self._levels
        if any(levels[i] >= level for i in range(low, high)):
            return True
        if level == CLAUSE:
            dashes = bisect_left(self._dashes, high) - bisect_left(self._dashes, low)
            if dashes % 2 and not (low < high and low in self._dashes and dashes == 1):
                return True
        if any(f <= left[0] and left[1] <= comma <= right[0] for f, comma in self._fronts):
            return True
        return self._bracketed(left, right)

    def _bracketed(self, left: Range, right: Range) -> bool:
        """Tell whether one of them stands in brackets that leave the other out."""
        if not self._brackets:
            return False
        return self._brackets[left[0]] != self._brackets[right[0]]

    def contrasted(self, cue: Range, claim: Range) -> bool:
        """Tell whether a cue is said of others ("unlike unproven drugs, ...")."""
        return any(
            first <= cue[0] < end and not first <= claim[0] < end for first, end in self._contrasts
        )

    def in_relative(self, cue: Range) -> bool:
        """Tell whether a cue stands at the head of a relative clause about people."""
        return any(0 <= cue[0] - end <= 3 for end in self._relatives)

    def participle_between(self, cue: Range, claim: Range) -> bool:
        """Tell whether ", helping to ..." begins between them: a statement of its own."""
        words = self.words
        for i in range(cue[1], claim[0]):
            if words[i] == "," and i + 1 < len(words) and _is_participle(words[i + 1]):
                return not any(_is_participle(word) for word in words[cue[0] : i])
        return False

    def new_predicate(self, claim: Range) -> bool:
        """Tell whether the claim is a finite verb of its own: "does not hurt and relieves"."""
        words, at = self.words, claim[0] - 1
        verb = words[claim[0]]
        if not verb.isalpha() or not verb.endswith("s") or verb.endswith(("ss", "is", "us")):
            return False
        while at > 0 and (words[at] in _ADVERBS or words[at].endswith("ly")):
            at -= 1
        if at < 0 or words[at] in ("and", "&"):
            return at >= 0
        # "..., and the laser relieves": a subject of its own.
        low = max(0, at - 3)
        return any(
            words[i] == "and" and i < at and words[i + 1] in _DETERMINERS for i in range(low, at)
        )

    def asked(self, claim: Range) -> Range | None:
        """Return (first token, question mark) of the question that a claim stands in."""
        words, mark = self.words, claim[1]
        while mark < len(words) and words[mark] != "?":
            if self._levels[mark] and words[mark] in ".!;:…•|→":
                return None
            if words[mark] in _DASHES:
                return None
            mark += 1
        if mark == len(words):
            return None
        begin = claim[0]
        while begin > 0 and not (self._levels[begin - 1] == WIDE and words[begin - 1] in ".!?;•|→"):
            begin -= 1
        return begin, mark

    def begin(self, at: int) -> int:
        """Return the first token of the clause that a token stands in."""
        for _, comma in self._fronts:
            if comma < at and not any(self._levels[comma + 1 : at]):
                return comma + 1
        while at > 0 and not self._levels[at - 1] and self.words[at - 1] not in _DASHES:
            at -= 1
        return at


def _is_participle(word: str) -> bool:
    return len(word) > 4 and word.endswith("ing") and word not in _NO_PARTICIPLES


def _brackets(sentence: Sentence) -> list[int]:
    """Return the offset of the bracket that each token stands in (-1: none), if there are any."""
    text = sentence.text
    if "(" not in text and "[" not in text:
        return []
    result, stack, at = [], [], 0
    for _, start, end in sentence.tokens:
        while at < start:
            if text[at] in "([":
                stack.append(at)
            elif text[at] in ")]" and stack:
                stack.pop()
            at += 1
        result.append(stack[-1] if stack else -1)
        at = max(at, end)
    return result
