"""What the automaton makes of tokens: their keys."""

from __future__ import annotations

from claimlint.rulebook.words import BLOCK_KEY, BREAK_KEY, BREAKS, NUMBER_KEY, TOKEN, is_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rulebook.network import Lexicon

    Key = str | None

MAX_WORDS = 200_000
"""Unknown words, and stretches between blanks, remembered."""

LONG_STRETCH = 40
"""Characters from which on a stretch is not remembered."""


class Keys(dict[str, "Key"]):
    """Token -> key: itself if a phrase knows it, a number, a break, or None."""

    __slots__ = ("_known",)

    def __init__(self, known: Lexicon | frozenset[str]) -> None:
        super().__init__((token, BREAK_KEY) for token in BREAKS)
        self[BLOCK_KEY] = BLOCK_KEY
        self["&"] = "and"
        self[","] = ","
        self._known = known

    def __missing__(self, token: str) -> Key:
        key = token if token in self._known else NUMBER_KEY if is_number(token) else None
        if len(self) < MAX_WORDS:
            self[token] = key
        return key


class Stretches(dict[str, "tuple[Key, ...]"]):
    """What stands between two blanks -> the keys of its tokens.

    Texts repeat their stretches over and over, so cutting one is mostly a look-up.
    """

    __slots__ = ("_keys",)

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys

    def __missing__(self, stretch: str) -> tuple[Key, ...]:
        keys = tuple([self._keys[token] for token in TOKEN.findall(f" {stretch} ")])
        if len(stretch) < LONG_STRETCH and len(self) < MAX_WORDS:
            self[stretch] = keys
        return keys


def is_number_key(key: Key) -> bool:
    """Tell whether the token of a key is a number."""
    return key is not None and (key == NUMBER_KEY or is_number(key))
