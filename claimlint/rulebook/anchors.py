"""Which part of a phrase is its anchor: the one that texts hold least often.

A clause without the anchor cannot hold the phrase, so the scanner passes over most clauses. How
often words occur is counted in the prose of the rule files. A bad guess costs time, no finding.
"""

from __future__ import annotations

from claimlint.rulebook.words import is_number, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimlint.rulebook.phrase import Element, Row

UNSEEN = 0.05
"""How often a word is taken to stand in the texts when they do not hold it."""

BESIDE = 0.3
"""How often a word that may stand at some place does stand there."""

_ANYWHERE = 1e9


class Weights:
    """How often parts of phrases are to be expected, from the words of some texts."""

    def __init__(
        self, texts: Iterable[str], lookup: Callable[[tuple[str, str]], Sequence[Row]]
    ) -> None:
        self._counts: dict[str, float] = {}
        for text in texts:
            for token in tokens(text):
                self._counts[token] = self._counts.get(token, UNSEEN) + 1
        numbers = (count for token, count in self._counts.items() if is_number(token))
        self._number = sum(numbers, UNSEEN)
        self._lookup = lookup
        self._known: dict[Element, float] = {}

    def anchor(self, parts: Sequence[Row]) -> int:
        """Return the index of the part that is to be expected least often."""
        return min(range(len(parts)), key=lambda at: self._row(parts[at])) if len(parts) > 1 else 0

    def _row(self, row: Row) -> float:
        weights = sorted(map(self._element, row))
        fixed = sum(weight < _ANYWHERE for weight in weights)
        return float(weights[0] * BESIDE ** (fixed - 1)) if fixed else _ANYWHERE

    def _element(self, element: Element) -> float:
        kind = element[0]
        if kind == "word":
            return self._counts.get(str(element[1]), UNSEEN)
        if kind == "number":
            return self._number
        if kind not in ("any", "vocabulary"):
            return _ANYWHERE
        known = self._known.get(element)
        if known is None:
            rows: Sequence[Row] = (
                element[1]  # type: ignore[assignment]
                if kind == "any"
                else self._lookup((str(element[1]), str(element[2])))
            )
            known = self._known[element] = sum(map(self._row, rows))
        return known
