"""The phrase language: text -> a tree of elements.

Elements are tuples, so that equal parts of phrases are equal values:
("word", w)  ("any", rows)  ("maybe", rows)  ("gap", n)  ("number",)
("vocabulary", name, form)  ("start", block?)  ("end", block?)
A row is a tuple of elements, rows a tuple of rows. See docs/rule-language.md.
"""

from __future__ import annotations

import re

from claimlint.rulebook import inflect
from claimlint.rulebook.words import TOKEN, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    Element = tuple[object, ...]
    Row = tuple[Element, ...]

GAP = 6
"""Words that `...` crosses at most."""

FORMS = ("base", "s", "ing", "ed", "fin", "sg", "pl")

_WORD = re.compile(r"[^\s|(){}<>~]+")
_NAME = re.compile(r"<([a-z][a-z0-9-]*)(?::([a-z]+))?>")
_GAP = re.compile(r"\.\.\.(\d+)?")


_SPECIAL: dict[str, Row] = {
    "#": (("number",),),
    "#%": (
        ("number",),
        ("any", ((("word", "%"),), (("word", "percent"),), (("word", "per"), ("word", "cent")))),
    ),
    "^": (("start", False),),
    "^^": (("start", True),),
    "$": (("end", False),),
    "$$": (("end", True),),
}


class PhraseError(ValueError):
    """A phrase is not valid; `at` is the offset of the mistake in the phrase."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def parse(text: str) -> Row:
    """Return the row of elements of a phrase; raise PhraseError where it is not valid."""
    row, at = _Parser(text).row(0, "")
    if at < len(text):
        raise PhraseError(f"'{text[at]}' closes nothing", at)
    _check(row, text)
    return row


def variants(forms: str) -> tuple[str, ...]:
    """Return the spellings of a form (`burned|burnt`)."""
    return tuple(forms.split("|"))


def word_row(text: str, at: int = 0) -> Row:
    """Return the elements of a plain word: `drug-free` reads with a blank or joined as well."""
    if text.isascii() and text.isalpha():
        return (("word", text.lower()),)
    found = TOKEN.findall(fold(text.rstrip(".") if len(text) > 1 else text))
    if not found:
        raise PhraseError(f"'{text}' holds no word", at)
    row: Row = tuple(("word", "and" if w == "&" else w) for w in found)
    if "-" in text.strip("-") and len(found) > 1 and all(w.isalnum() for w in found):
        return (("any", (row, (("word", "".join(found)),))),)
    return row


def verb_rows(base: str, form: str = "") -> tuple[Row, ...]:
    """Return rows for the forms of a verb (one word)."""
    return _rows(_verb_forms(inflect.verb(fold(base)), form))


def noun_rows(noun: str, form: str = "") -> tuple[Row, ...]:
    """Return rows for a noun in singular, plural or both."""
    singular = fold(noun)
    if form == "sg":
        return _rows([singular])
    if form == "pl":
        return _rows([inflect.plural(singular)])
    return _rows([singular, inflect.plural(singular)])


def _verb_forms(forms: inflect.VerbForms, form: str) -> list[str]:
    chosen = {
        "": list(forms),
        "base": [forms.base],
        "s": [forms.s],
        "ing": [forms.ing],
        "ed": [forms.past, forms.participle],
        "fin": [forms.base, forms.s],
    }[form]
    return [spelling for text in chosen for spelling in variants(text)]


def _rows(words: list[str]) -> tuple[Row, ...]:
    return tuple(word_row(word) for word in dict.fromkeys(words))


class _Parser:
    """Reads one phrase from left to right; every method returns what it read and where it ended."""

    def __init__(self, text: str) -> None:
        self.text = text

    def row(self, at: int, closer: str) -> tuple[Row, int]:
        """Read elements up to the end, `closer`, or (inside a group) `|`."""
        elements: list[Element] = []
        text = self.text
        while at < len(text):
            c = text[at]
            if c.isspace():
                at += 1
            elif c in ")}" or (c == "|" and closer):
                break
            else:
                found, at = self.alternatives(at, closer)
                elements.extend(found)
        return tuple(elements), at

    def alternatives(self, at: int, closer: str) -> tuple[Row, int]:
        """Read `a|b|c` (outside groups), or one element."""
        first, at = self.atom(at)
        if closer or at >= len(self.text) or self.text[at] != "|":
            return first, at
        rows = [first]
        while at < len(self.text) and self.text[at] == "|":
            row, at = self.atom(at + 1)
            rows.append(row)
        return (("any", tuple(rows)),), at

    def group(self, at: int, closer: str) -> tuple[tuple[Row, ...], int]:
        """Read the rows of `(...)` or `{...}`; `at` is behind the opening mark."""
        begin, rows = at - 1, []
        while True:
            row, at = self.row(at, closer)
            if not row:
                raise PhraseError("an alternative is empty", at)
            rows.append(row)
            if at >= len(self.text):
                raise PhraseError(f"'{self.text[begin]}' is not closed", begin)
            if self.text[at] == "|":
                at += 1
            elif self.text[at] == closer:
                return tuple(rows), at + 1
            else:
                raise PhraseError(f"'{self.text[at]}' closes nothing", at)

    def atom(self, at: int) -> tuple[Row, int]:
        """Read one element."""
        text = self.text
        c = text[at] if at < len(text) else ""
        if c == "(":
            rows, at = self.group(at + 1, ")")
            if len(rows) == 1 and len(rows[0]) == 1 and rows[0][0][0] == "gap":
                return rows[0], at
            return (("maybe", rows),), at
        if c == "{":
            rows, at = self.group(at + 1, "}")
            return (rows[0] if len(rows) == 1 else (("any", rows),)), at
        if c == "<":
            return self.name(at)
        if text.startswith("...", at):
            gap = _GAP.match(text, at)
            assert gap is not None  # noqa: S101 - startswith said so
            size = int(gap[1]) if gap[1] else GAP
            if not 1 <= size <= 12:
                raise PhraseError("a gap is 1 to 12 words", at)
            return (("gap", size),), gap.end()
        if c == "~":
            return self.inflected(at)
        word = _WORD.match(text, at)
        if word is None:
            raise PhraseError(
                f"a word, not '{c}', is needed here" if c else "a word is missing", at
            )
        return self.word(word[0], at, word.end())

    def name(self, at: int) -> tuple[Row, int]:
        """Read `<name>` or `<name:form>`."""
        found = _NAME.match(self.text, at)
        if found is None:
            raise PhraseError("a vocabulary is written <name> or <name:form>", at)
        form = found[2] or ""
        if form and form not in FORMS:
            raise PhraseError(f"'{form}' is not a form; forms are {', '.join(FORMS)}", at)
        return (("vocabulary", found[1], form),), found.end()

    def inflected(self, at: int) -> tuple[Row, int]:
        """Read `~verb`."""
        word = _WORD.match(self.text, at + 1)
        if word is None or not word[0].replace("-", "").isalpha():
            raise PhraseError("'~' stands before the base form of a verb", at)
        return (("any", verb_rows(word[0])),), word.end()

    def word(self, word: str, at: int, end: int) -> tuple[Row, int]:
        """Read a word, a number sign, an anchor, or a word with `~form` behind it."""
        if word in _SPECIAL:
            return _SPECIAL[word], end
        if word.startswith(("^", "$")):
            raise PhraseError(f"'{word[0]}' stands alone, with a blank beside it", at)
        if end < len(self.text) and self.text[end] == "~":
            return self.with_form(word, end + 1)
        if word != "," and word.endswith(","):
            return (*word_row(word[:-1], at), ("word", ",")), end
        return word_row(word, at), end

    def with_form(self, word: str, at: int) -> tuple[Row, int]:
        """Read the form behind `word~`: s, es, ing or ed."""
        form = re.compile(r"ing|ed|es|s").match(self.text, at)
        if form is None:
            raise PhraseError("behind '~' stands s, ing or ed", at)
        *before, last = re.split(r"(?<=-)", word)
        if form[0] == "ing":
            rows = verb_rows(last, "ing")
        elif form[0] == "ed":
            rows = verb_rows(last, "ed")
        else:
            rows = tuple(dict.fromkeys(noun_rows(last) + verb_rows(last, "s")))
        head = word_row("".join(before).rstrip("-"), at) if before else ()
        return (*head, ("any", rows)), form.end()


def _check(row: Row, text: str) -> None:
    """Refuse what could match nothing or anything: no fixed word, a gap at an end."""
    if not row:
        raise PhraseError("the phrase is empty", 0)
    inner = [e for e in row if e[0] not in ("start", "end")]
    if not inner or all(e[0] in ("maybe", "gap") for e in inner):
        raise PhraseError("the phrase needs a word that is not optional", 0)
    if row[0][0] == "gap" or row[-1][0] == "gap":
        raise PhraseError("'...' cannot begin or end a phrase", text.find("..."))
    for index, element in enumerate(row):
        if element[0] == "start" and index:
            raise PhraseError("'^' stands at the beginning", text.rfind("^"))
        if element[0] == "end" and index != len(row) - 1:
            raise PhraseError("'$' stands at the end", text.find("$"))


def vocabulary_names(row: Row) -> set[tuple[str, str]]:
    """Return the (name, form) of every vocabulary that a row uses."""
    names: set[tuple[str, str]] = set()

    def walk(element: Element) -> None:
        if element[0] == "vocabulary":
            names.add((str(element[1]), str(element[2])))
        elif element[0] in ("any", "maybe"):
            for inner in element[1]:  # type: ignore[attr-defined]
                for part in inner:
                    walk(part)

    for element in row:
        walk(element)
    return names


MAX_READINGS = 64
"""Ways in which a phrase with gaps inside groups is written out at most."""


def parts(row: Row) -> list[tuple[Row, ...]]:
    """Return the readings of a row, each as the parts that its gaps separate.

    Groups that hold gaps are written out; what would have more than MAX_READINGS readings keeps
    its inner gaps.
    """
    readings = _written_out(row)
    if readings is None:
        readings = [row]
    result = []
    for reading in readings:
        pieces: list[list[Element]] = [[]]
        for element in reading:
            if element[0] == "gap":
                pieces.append([])
            else:
                pieces[-1].append(element)
        result.append(tuple(tuple(piece) for piece in pieces if piece))
    return list(dict.fromkeys(result))


def _written_out(row: Row) -> list[Row] | None:
    """Return the rows that a row stands for when groups with gaps are resolved."""
    readings: list[Row] = [()]
    for element in row:
        if element[0] in ("any", "maybe") and _has_gap(element):
            choices: list[Row] = [()] if element[0] == "maybe" else []
            for inner in element[1]:  # type: ignore[attr-defined]
                written = _written_out(inner)
                if written is None:
                    return None
                choices += written
            readings = [reading + choice for reading in readings for choice in choices]
            if len(readings) > MAX_READINGS:
                return None
        else:
            readings = [(*reading, element) for reading in readings]
    return readings


def _has_gap(element: Element) -> bool:
    if element[0] in ("any", "maybe"):
        return any(_has_gap(part) for inner in element[1] for part in inner)  # type: ignore[attr-defined]
    return element[0] == "gap"


def reverse(row: Row) -> Row:
    """Return the row that reads the same words from right to left."""

    def turn(element: Element) -> Element:
        if element[0] in ("any", "maybe"):
            return (element[0], tuple(reverse(inner) for inner in element[1]))  # type: ignore[attr-defined]
        if element[0] in ("start", "end"):
            return ("end" if element[0] == "start" else "start", element[1])
        return element

    return tuple(turn(element) for element in reversed(row))


def inflect_entry(row: Row, kind: str, form: str, irregular: dict[str, str]) -> tuple[Row, ...]:
    """Return the rows of a vocabulary entry in a form: a verb's first word, a noun's last one."""
    if kind == "none" or not row:
        return (row,)
    at = 0 if kind == "verb" else len(row) - 1
    element = row[at]
    if kind == "noun" and element[0] == "vocabulary" and not element[2] and form in ("sg", "pl"):
        return ((*row[:at], ("vocabulary", element[1], form)),)
    if kind == "verb" and element[0] == "vocabulary" and not element[2] and form:
        return ((("vocabulary", element[1], form), *row[1:]),)
    *first, last = _hyphenated(element) or [str(element[1])]
    if (element[0] != "word" and not first) or not last.replace("'", "").isalpha():
        return (row,)
    heads = _entry_forms(last, kind, form, irregular)
    if first:
        apart = tuple(("word", word) for word in first)
        joined = [(("word", "".join(first) + str(head[0][1])),) for head in heads]
        heads = (*((*apart, *head) for head in heads), *joined)
    return tuple((*row[:at], *head, *row[at + 1 :]) for head in heads)


def _hyphenated(element: Element) -> list[str]:
    """Return the words of `flare-up` as `word_row` reads it, or nothing."""
    rows: tuple[Row, ...] = element[1] if element[0] == "any" else ()  # type: ignore[assignment]
    if len(rows) != 2 or any(part[0] != "word" for row in rows for part in row):
        return []
    words = [str(part[1]) for part in rows[0]]
    return words if len(words) > 1 and rows[1] == (("word", "".join(words)),) else []


def _entry_forms(word: str, kind: str, form: str, irregular: dict[str, str]) -> tuple[Row, ...]:
    if kind == "verb":
        base = inflect.verb(word)
        past = irregular.get("past", base.past)
        forms = inflect.VerbForms(
            word,
            irregular.get("s", base.s),
            irregular.get("ing", base.ing),
            past,
            irregular.get("participle", irregular.get("past", base.participle)),
        )
        return _rows(_verb_forms(forms, form if form in ("base", "s", "ing", "ed", "fin") else ""))
    plural = irregular.get("plural", inflect.plural(word))
    singular_only = form == "sg"
    return _rows([word] if singular_only else [plural] if form == "pl" else [word, plural])
