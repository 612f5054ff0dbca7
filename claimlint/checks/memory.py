"""Blocks that were judged before, for a document that is read again at every change.

What becomes of a phrase depends on its block, on the headings above it and on what rules ask of
the page as a whole. A block whose text and surroundings are those of a block seen before has the
same claims, at other places, if the page still answers the same.
"""

from __future__ import annotations

from claimlint.checks.match import Candidate, headings, judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimlint.checks.page import Page

    Asked = tuple[tuple[tuple[int, ...], bool], ...]
    Known = tuple[Asked, tuple[Candidate, ...], int, int]

KEPT_BLOCKS = 20_000
"""Blocks that are remembered."""


class Memory:
    """What was found in blocks; `hits` and `misses` count how often that served."""

    def __init__(self) -> None:
        self._blocks: dict[object, Known] = {}
        self.hits = self.misses = 0

    def kept(self, page: Page, rules: frozenset[int] | None) -> Iterator[Candidate]:
        """Yield what `match.candidates` yields and does not drop."""
        texts = page.document.block_text
        shown: dict[int, str] = {}
        for block, here in enumerate(page.document.blocks):
            above = tuple([shown.setdefault(at, texts(at)) for at in headings(page, block)])
            key = (texts(block), here.kind, here.quoted, above, rules)
            known = self._blocks.get(key)
            if known is None or any(_answer(page, ask) is not said for ask, said in known[0]):
                known = self._blocks[key] = _judged(page, rules, block)
                self.misses += 1
            else:
                self.hits += 1
            if known[1]:
                yield from _placed(page, block, known)
        if len(self._blocks) > KEPT_BLOCKS:
            self._blocks.clear()


def _answer(page: Page, phrases: tuple[int, ...]) -> bool:
    return page.states(phrases) is not None


def _judged(page: Page, rules: frozenset[int] | None, block: int) -> Known:
    asked = page.asked = []
    found = tuple([c for c in judged(page, rules, page.candidates_in(block)) if c.severity])
    first, start = page.block_tokens(block)[0], page.document.blocks[block].start
    return tuple(dict.fromkeys(asked)), found, first, start


def _placed(page: Page, block: int, known: Known) -> Iterator[Candidate]:
    """Yield candidates where their block stands now."""
    _, found, first, start = known
    tokens = page.block_tokens(block)[0] - first
    chars = page.document.blocks[block].start - start
    for candidate in found:
        match, sentence = candidate.match, candidate.sentence
        yield candidate._replace(
            block=block,
            match=match._replace(first=match.first + tokens, stop=match.stop + tokens),
            sentence=sentence._replace(
                first=sentence.first + tokens,
                stop=sentence.stop + tokens,
                start=sentence.start + chars,
                end=sentence.end + chars,
            ),
        )
