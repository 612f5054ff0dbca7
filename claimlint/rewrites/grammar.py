"""The grammar that a rewrite needs: number, articles, capitals. Nothing is guessed.

Every function that cannot know returns an empty string, and then there is no rewrite.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.rewrites.book import RewriteBook
    from claimlint.rewrites.capture import Segment

SINGULAR, PLURAL = "singular", "plural"

_FORMS = {
    "has": ("has", "have"),
    "have": ("has", "have"),
    "is": ("is", "are"),
    "does": ("does", "do"),
    "its": ("its", "their"),
}
_PRONOUNS = {"it": SINGULAR, "this": SINGULAR, "they": PLURAL, "these": PLURAL, "we": PLURAL}
_SINGULAR_ENDINGS = ("sis", "itis", "us", "ss", "ics", "is", "as")
_VOWEL_SOUND = re.compile(r"(?:[aeio]|u(?!ni(?!n|m)|s[aeiu]|ti|ro|b[iy])|hour|honest|honou?r|heir)")
_CONSONANT_SOUND = re.compile(r"(?:eu|ewe|one(?![a-z])|once|oui)")
_LETTERS_WITH_AN = "AEFHILMNORSX"


def agree(word: str, number: str) -> str:
    """Return `has`, `is`, `does` or `its` in a number; '' where the number is not known."""
    if number not in (SINGULAR, PLURAL):
        return ""
    return _FORMS[word][number == PLURAL]


def article(word: str) -> str:
    """Return `a` or `an` for the word that follows; '' where its sound is not known."""
    if not word:
        return ""
    if word[0].isdigit():
        return "an" if re.match(r"8|1[18](?!\d)", word) else "a"
    if len(word) > 1 and word.isupper():
        return "an" if word[0] in _LETTERS_WITH_AN else "a"
    low = word.lower()
    if _CONSONANT_SOUND.match(low):
        return "a"
    return "an" if _VOWEL_SOUND.match(low) else "a"


def number_of(segment: Segment, first: int, stop: int) -> str:
    """Return the number of the noun phrase at tokens first..stop-1; '' where it is not known.

    Its head is the last word before a preposition.
    """
    if stop - first > 1 and segment.text[segment.spans[stop - 1][0] - 1] == "(":
        stop -= 1  # "injections (PRP)": the abbreviation says nothing
    words = segment.words[first:stop]
    if len(words) == 1 and words[0] in _PRONOUNS:
        return _PRONOUNS[words[0]]
    if not words or "or" in words:
        return ""
    if "," in words:
        # "vitamin D, NAD and B12 injections"
        plural = segment.is_word(stop - 1, "treatment-word") and words[-1].endswith("s")
        return PLURAL if plural else ""
    if words[0] in ("each", "every", "a", "an"):
        return SINGULAR
    if words[0] in ("both", "these"):
        return PLURAL
    head = next(
        (
            i
            for i, w in enumerate(words)
            if i
            and (
                w in ("of", "for", "in", "with", "from", "at")
                or segment.is_word(first + i, "derived")
            )
        ),
        len(words),
    )
    if "and" in words[:head]:
        # "platelet-rich plasma and stem cells" is plural; "body and mind therapy" may not be.
        return PLURAL if segment.covers("treatment", first) else ""
    last = words[head - 1]
    if not last.isalpha():
        return ""
    if words[0] == "this":
        return SINGULAR
    if last.endswith("s") and not last.endswith(_SINGULAR_ENDINGS):
        return PLURAL if len(last) > 3 else ""
    return SINGULAR


def decapitalized(segment: Segment, token: int) -> str:
    """Return a sentence's first word as it stands inside a sentence; '' where that is not known.

    Acronyms, names with capitals inside and the word I stay as they are.
    """
    start, end = segment.spans[token]
    word = segment.text[start:end]
    if segment.is_name(token) or not word[0].isupper():
        return word
    known = word.lower()
    if (
        known in segment.book.words["common"]
        or segment.covers("noun", token)
        or segment.covers("promoted", token)
    ):
        return known
    return known if segment.book.verbs.get(known) else ""


def capitalized(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def titled(text: str, book: RewriteBook) -> str:
    """Return a text in title case; words that have capitals keep them."""
    words, lower = text.split(" "), book.words["small"]
    result = []
    for index, word in enumerate(words):
        small = word in lower and 0 < index < len(words) - 1
        result.append(word if small or any(c.isupper() for c in word) else capitalized(word))
    return " ".join(result)
