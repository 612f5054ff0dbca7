"""A block's visible text -> its sentences; called only where something matched.

Blocks are never crossed: the caller gives the range of one block. White space behind a sentence
belongs to it, so that the ranges together are the block. A single line break is a blank.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 4000
"""A longer run without a stop is cut at a blank: guards look at whole sentences."""

_STOP = (
    r"[.!?…](?<![.!?…].)[.!?…]*+"
    # What closes with the sentence: quotes, brackets, marks, references.
    r"(?:[\"'”’»)\]*†‡™®]|\s»|\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]|[¹²³⁰⁴-⁹]"
    r"|(?<=[a-z)]\.)\d{1,3}(?:[,–-]\d{1,3})*(?=\s))*"
    r"(?:\s+|(?=[A-Z][a-z]))"
)
_BULLETS = "•‣◦▪▫●○■□◆➤►▶✓✔✅☑✗✘❌➢★☆"
_BREAK = (
    rf"{_STOP}"
    # A blank line, and a line that begins as a list item does.
    r"|(?<!\s)\s*\n[^\S\n]*+\n\s*+"
    r"|(?<!\s)\s*\n\s*+(?=[-*–+]\s+[A-Z0-9\"“]|\d{1,2}[.)]\s)"
    # Bullets and ticks begin an item wherever they stand.
    rf"|(?<!\s)\s++(?=[{_BULLETS}])"
)
_STOPS = ".!?…"
_LOOK = 80
"""How far the first word of the next sentence is looked for."""

_WORD = re.compile(r"[^\W_]")
# Opening marks, bullets and symbols may stand before the first word of a sentence.
_NEXT = re.compile(r"[\W_]*([^\W_][\w'’-]*)")
_LAST = re.compile(r"[^\s(\[{\"“”'‘’«»/–—]*$")
_BLANK = re.compile(r"\s+")

# Never at the end of a sentence: a name, a number or a comparison follows.
_TITLES = frozenset(
    "dr drs mr mrs ms mx prof rev hon gen col capt lt sgt pres gov sen rep messrs mme mlle st mt ft"
    " e.g eg i.e ie cf viz vs v approx appr ca circa fig figs vol vols eq eqs ch chap pp pg"
    " ref refs ed eds resp incl excl esp spp sp tel ext dist".split()
)
# Before a number only: "No. 1", "Sec. 4", "Jan. 5".
_NUMBERED = frozenset(
    "no nos p sec sect para nr jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# May end a sentence; they do when a word follows that often begins one.
_SHORT = frozenset(
    "al etc inc ltd co corp llc plc jr sr bros assn ave blvd rd ste apt bldg hwy"
    " a.m p.m am pm u.s u.k u.s.a e.u u.n d.c b.c a.d ph.d m.d d.o n.d d.c.m d.p.t d.d.s d.m.d"
    " d.v.m b.a b.s b.sc m.a m.s m.sc m.b.a m.b r.n n.p p.a p.a.c l.ac r.d p.t o.t ll.m"
    " hr hrs min mins secs wk wks mo mos yr yrs oz lb lbs kg mg ml mcg cm mm ft iu cc"
    " st mt ft dept".split()
)
# After these words a single capital ends the sentence: "vitamin C. It ...".
_LETTERED = frozenset(
    "vitamin vitamins hepatitis type plan group category grade class option stage schedule part"
    " factor protein influenza appendix exhibit arm cohort complex figure table".split()
)
_STARTERS = frozenset(
    "a about after all also although an and any are as at be because before both but by call can"
    " come could did do does during each even every find for from get had has have he her here his"
    " how however i if in is it it's its join just last learn let let's like make many more most my"
    " new no nor not now of on once one or other our out over patients people please read results"
    " schedule see she should since so some such talk that the their them then there there's these"
    " they this those though thus to today treatment under unlike until up visit was we we're we've"
    " were what when where whether which while who why will with without would yes yet you you'll"
    " you're your".split()
)
# What follows the dot of a name: "Booking.Com".
_DOMAINS = frozenset("com org net gov edu io co js ai uk au health clinic".split())


def split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges of the sentences of text[start:end], in order, without gaps.

    Each range holds at least one word, unless the whole text holds none; an empty range of text
    has no sentence. Offsets are code points into `text`.
    """
    if start >= end:
        return []
    result: list[tuple[int, int]] = []
    begin = start
    word = _WORD.search(text, start, end)
    for found in _breaks(text, start, end):
        at = found.end()
        if word is None or at >= end:
            break
        if found.start() <= word.start() or not _ends(text, begin, found.start(), at, end):
            continue
        word = _WORD.search(text, at, end)
        if word is not None:
            result.append((begin, at))
            begin = at
    result.append((begin, end))
    if any(b - a > MAX_LENGTH for a, b in result):
        return [piece for a, b in result for piece in _cut(text, a, b)]
    return result


def _breaks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Return where sentences may end; most blocks have no lines and bullets to look for."""
    simple = text.find("\n", start, end) < 0
    if simple and not text.isascii():
        simple = not any(bullet in text[start:end] for bullet in _BULLETS)
    return re.compile(_STOP if simple else _BREAK).finditer(text, start, end)


def _ends(text: str, begin: int, stop: int, at: int, end: int) -> bool:
    """Tell whether the sentence from `begin` ends with the mark at `stop`; the next is at `at`."""
    if text[stop] not in _STOPS:
        return True
    following = _NEXT.match(text, at, min(end, at + _LOOK))
    if following is None:
        return True
    word = following[1]
    if not text[at - 1].isspace():
        return _ends_without_blank(text, stop, at, word)
    if text[at] in _STOPS or text[at] == "—" or (text[at] in "–-" and "\n" not in text[stop:at]):
        return False  # ". . .", and who said it: "Great. — Jane D."
    listed = len(word) == 1 and text[following.end() : following.end() + 1] in (".", ")")
    starter = listed or not word[0].islower() or any(c.isupper() for c in word[1:3])
    if text[stop] != "." or text[stop + 1] in _STOPS:
        return starter
    if not text[stop + 1].isspace() and not starter:
        return False
    last = _LAST.search(text, max(begin, stop - 24), stop)
    return _dot_ends(text, begin, stop, last[0] if last else "", word, starter)


def _dot_ends(text: str, begin: int, stop: int, before: str, word: str, starter: bool) -> bool:
    """Decide a single dot by the word before it and the word behind it."""
    low = before.lower()
    often = word.lower() in _STARTERS and word[0].isupper()
    if not before:
        return starter
    if low in _NUMBERED and word[0].isdigit():
        return False
    if low in _TITLES and not (low in _SHORT and often):
        return False
    if low in _SHORT:
        return often or (low == "etc" and starter)
    if not starter:
        # Sloppy writers forget capitals; a long plain word is no abbreviation.
        return len(before) > 3 and before.isalpha() and before.islower()
    if before.isdigit() and len(before) <= 2:
        return not _opens(text, begin, stop - len(before))
    if len(before) == 1 and before.isalpha():
        return _letter_ends(text, begin, stop, often)
    if (
        "." in before
        and len(before) <= 8
        and all(p.isalpha() and len(p) <= 2 for p in before.split("."))
    ):
        return often
    return True


def _letter_ends(text: str, begin: int, stop: int, often: bool) -> bool:
    """Decide behind a single capital: an initial, a list letter, or "vitamin C."."""
    if _opens(text, begin, stop - 1):
        return False
    if text[stop - 1].islower():
        return True
    words = text[max(begin, stop - 24) : stop - 1].split()
    return often or (bool(words) and words[-1].lower() in _LETTERED)


def _opens(text: str, begin: int, at: int) -> bool:
    """Tell whether a list number or letter stands here: at the beginning or behind a colon."""
    head = text[begin:at].rstrip()
    return not _WORD.search(head) or head[-1] in ":;"


def _ends_without_blank(text: str, stop: int, at: int, word: str) -> bool:
    """Decide where no blank follows the stop: "less pain.Our clinic", but not "Booking.Com"."""
    last = _LAST.search(text, max(stop - 24, 0), stop)
    before = last[0] if last else ""
    if text[at - 1] not in ".!?" or not before[-2:].islower() or word.lower() in _DOMAINS:
        return False
    return before.islower() or word.lower() in _STARTERS


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an overlong sentence at blanks, or anywhere where there is none."""
    pieces = []
    while end - start > MAX_LENGTH:
        at = start + MAX_LENGTH
        blanks = [m.end() for m in _BLANK.finditer(text, at - 400, at)]
        if blanks and _WORD.search(text, start, blanks[-1]):
            at = blanks[-1]
        pieces.append((start, at))
        start = at
    pieces.append((start, end))
    return pieces
