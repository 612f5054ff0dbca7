"""The built-in vocabularies: sound, without repeats, spelt both ways, each true to its name."""

import os
import re

import pytest

from claimlint.rulebook import load
from claimlint.rulebook.compile import builtin_folder, builtin_packs, rule_files
from claimlint.rulebook.phrase import inflect_entry
from claimlint.rulebook.words import is_number, tokens

ENOUGH = {
    "treatment": 350, "condition": 300, "serious-disease": 120, "symptom": 150, "tissue-word": 100,
    "body-part": 100, "medicine": 150, "surgery": 80, "function": 150, "accepted-care": 100,
    "appearance-flaw": 100, "study": 100, "practitioner": 80, "patient": 40, "clinic": 40,
    "regulator": 50, "time-span": 20, "treatment-word": 60, "reduce": 40, "improve": 40,
    "treat": 40, "cure": 40, "regenerate": 40, "stimulate": 40, "prevent": 40, "avoid": 40,
    "experience": 40, "claim-verb": 40,
}  # fmt: skip

DISJOINT = [
    ("treatment", "accepted-care", "medicine", "medicine-name", "surgery", "operation-name"),
    ("condition", "serious-disease", "symptom", "appearance-flaw", "function"),
    ("function", "body-part", "appearance-flaw"),
    ("treatment", "condition", "serious-disease", "symptom"),
    ("accepted-care", "conventional-care"),
    ("patient", "practitioner", "clinic"),
]

SPELLINGS = [
    ("tumour", "tumor"), ("anaemi", "anemi"), ("leukaemi", "leukemi"),
    ("orthopaedic", "orthopedic"), ("paediatric", "pediatric"), ("gynaecolog", "gynecolog"),
    ("haemo", "hemo"), ("fibre", "fiber"), ("diarrhoea", "diarrhea"), ("ischaemi", "ischemi"),
    ("apnoea", "apnea"), ("coeliac", "celiac"), ("centre", "center"), ("programme", "program"),
    ("ageing", "aging"), ("mould", "mold"), ("disc", "disk"), ("grey", "gray"),
    ("defence", "defense"), ("counselling", "counseling"), ("remodelling", "remodeling"),
    ("signalling", "signaling"), ("behaviour", "behavior"), ("optimise", "optimize"),
    ("minimise", "minimize"), ("normalise", "normalize"), ("stabilise", "stabilize"),
    ("revitalise", "revitalize"), ("energise", "energize"), ("neutralise", "neutralize"),
    ("mobilise", "mobilize"), ("randomised", "randomized"), ("harmonise", "harmonize"),
    ("maximise", "maximize"), ("personalised", "personalized"),
]  # fmt: skip

NAMES = ("Centers for Disease Control", "VIA disc", "Armour thyroid", "orthokeratology")
"""Names, which are spelt one way."""


def vocabularies(packs):
    """Return (vocabularies, errors) of built-in packs."""
    groups = []
    for name in packs:
        files = rule_files(os.path.join(builtin_folder(), name))
        groups.append((name, [f for f in files if f.split(os.sep)[-2] == "vocabularies"]))
    loaded = load.load(groups, [])
    return loaded.vocabularies, [str(error) for error in loaded.errors]


def texts_of(name):
    """Return the entries of a vocabulary as they are written."""
    found = []
    for pack in builtin_packs():
        for path in rule_files(os.path.join(builtin_folder(), pack)):
            if path.split(os.sep)[-2] == "vocabularies":
                body = load.read(path).get(name)
                entries = body["entries"] if body else []
                found += [str(e["text"]) if isinstance(e, dict) else str(e) for e in entries]
    return found


class Matcher:
    """Says whether a text as a whole is an entry of a vocabulary, by trying everything."""

    def __init__(self, known):
        self.known = known
        self.rows = {}

    def whole(self, name, text, form=""):
        words = tokens(text)
        return len(words) in self.ends(name, form, words, 0, {})

    def ends(self, name, form, words, at, memo):
        if (name, form, at) not in memo:
            memo[name, form, at] = set()
            memo[name, form, at] = {
                end
                for row in self.starting(name, form, words[at] if at < len(words) else "")
                for end in self.row_ends(row, words, at, memo)
            }
        return memo[name, form, at]

    def starting(self, name, form, word):
        """Return the rows that begin with a word, and those that begin otherwise."""
        if (name, form) not in self.rows:
            vocabulary, table = self.known[name], {}
            for entry, irregular in vocabulary.entries:
                for row in inflect_entry(entry, vocabulary.kind, form, irregular):
                    table.setdefault(row[0][1] if row[0][0] == "word" else "", []).append(row)
            self.rows[name, form] = table
        table = self.rows[name, form]
        return [*table.get(word, ()), *(table.get("", ()) if word else ())]

    def row_ends(self, row, words, at, memo):
        places = {at}
        for element in row:
            places = {e for p in places for e in self.element_ends(element, words, p, memo)}
        return places

    def element_ends(self, element, words, at, memo):
        kind = element[0]
        if kind == "vocabulary":
            return self.ends(element[1], element[2], words, at, memo)
        if kind in ("any", "maybe"):
            ends = {e for row in element[1] for e in self.row_ends(row, words, at, memo)}
            return ends | {at} if kind == "maybe" else ends
        if kind == "gap":
            return range(at, min(len(words), at + element[1]) + 1)
        if kind in ("start", "end"):
            return {at}
        fits = at < len(words) and (
            is_number(words[at]) if kind == "number" else words[at] == element[1]
        )
        return {at + 1} if fits else set()


@pytest.fixture(scope="module")
def known():
    return vocabularies(builtin_packs())[0]


@pytest.fixture(scope="module")
def matcher(known):
    return Matcher(known)


@pytest.mark.parametrize("pack", builtin_packs())
def test_each_pack_is_sound_with_core_alone(pack):
    _, errors = vocabularies(["core", pack] if pack != "core" else ["core"])
    assert errors == []


@pytest.mark.parametrize("name", ENOUGH)
def test_vocabularies_are_rich(known, name):
    assert len(known[name].entries) >= ENOUGH[name]


def test_no_entry_stands_twice(known):
    twice = []
    for vocabulary in known.values():
        rows = [repr(row) for row, _ in vocabulary.entries]
        twice += [(vocabulary.name, row) for row in set(rows) if rows.count(row) > 1]
    assert twice == []


@pytest.mark.parametrize("names", DISJOINT)
def test_what_must_be_apart_is_apart(names):
    entries = {name: {" ".join(tokens(text)) for text in texts_of(name)} for name in names}
    both = {
        (one, two): entries[one] & entries[two]
        for index, one in enumerate(names)
        for two in names[index + 1 :]
        if entries[one] & entries[two]
    }
    assert both == {}


def test_nouns_end_in_a_word_that_has_a_plural(known):
    bad = [
        (vocabulary.name, row)
        for vocabulary in known.values()
        if vocabulary.kind == "noun"
        for row, _ in vocabulary.entries
        if row[-1][0] == "maybe"
    ]
    assert bad == []


def test_verbs_begin_with_a_verb(known):
    bad = []
    for vocabulary in known.values():
        for row, irregular in vocabulary.entries if vocabulary.kind == "verb" else ():
            if row[0][0] != "vocabulary":
                forms = inflect_entry(row, "verb", "ing", irregular)
                heads = [" ".join(str(part[1]) for part in form[:2]) for form in forms]
                if not all(re.search(r"ing\b", head) for head in heads):
                    bad.append((vocabulary.name, row))
    assert bad == []


@pytest.mark.parametrize("name", [name for name in ENOUGH if name != "regulator"])
def test_both_spellings_are_there(matcher, name):
    missing = []
    for text in texts_of(name):
        if not re.search(r"[<|(~{]", text) and not any(n in text for n in NAMES):
            missing += [w for w in respelt(text) if not matcher.whole(name, w)]
    assert missing == []


def respelt(text):
    """Return a text with each word that is spelt two ways spelt the other way."""
    for british, american in SPELLINGS:
        for old, new in ((british, american), (american, british)):
            # A whole word, or its beginning: tumours, fibreoptic; but never dis|k|ectomy.
            ending = r"(?=s?\b)" if len(old) < 8 and not old.endswith(("i", "o")) else ""
            other = re.sub(rf"(?i)\b{old}{ending}", new, text)
            if other != text:
                yield other


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("treatment", "umbilical cord stem cell infusions"), ("treatment", "PRP injections"),
        ("treatment", "exosome therapy"), ("treatment", "NAD+ drip"), ("treatment", "TRT"),
        ("treatment", "BPC-157 injections"), ("treatment", "non-surgical spinal decompression"),
        ("treatment", "shock wave therapy"), ("treatment", "Vitamin C IV drips"),
        ("treatment", "ashwagandha gummies"), ("treatment", "micro-needling"),
        ("treatment", "GLP-1 injections"), ("treatment", "Wharton's jelly"),
        ("our-treatment", "our advanced non-invasive therapies"),
        ("our-treatment", "these non-surgical procedures"), ("promoted", "our drip"),
        ("symptom", "chronic lower back pain"), ("symptom", "pain in your knees"),
        ("symptom", "hot flushes"), ("symptom", "hot flashes"), ("symptom", "arthritis symptoms"),
        ("symptom", "symptoms of frozen shoulder"), ("symptom", "stiff joints"),
        ("condition", "osteoarthritis of the knee"), ("condition", "knee osteoarthritis"),
        ("condition", "torn rotator cuffs"), ("condition", "tennis elbow"),
        ("condition", "cartilage damage"), ("condition", "shoulder injuries"),
        ("serious-disease", "Alzheimer’s"), ("serious-disease", "Parkinsons disease"),
        ("serious-disease", "pancreatic cancer"), ("serious-disease", "COVID-19"),
        ("serious-disease", "type 2 diabetes"), ("serious-disease", "MS"),
        ("tissue", "damaged cartilage"), ("tissue", "worn and torn tendons"),
        ("body-part", "your back"), ("body-part", "knees"), ("function", "gut health"),
        ("function", "range of motion"), ("function", "body's natural healing processes"),
        ("function", "hormonal balance"), ("function", "deep sleep"),
        ("appearance-flaw", "fine lines"), ("appearance-flaw", "crow's feet"),
        ("surgery", "total knee replacements"), ("medicine", "pain pills"),
        ("medicine", "cortisone shots"), ("surgery", "hip replacement"),
        ("conventional-care", "traditional medicines"),
        ("accepted-care", "physiotherapy"), ("accepted-care", "flu vaccines"),
        ("study", "double-blind placebo-controlled trials"), ("study", "metaanalyses"),
        ("time-span", "sessions"), ("health-problem", "migraine headaches"),
        ("cure", "said goodbye to"), ("cure", "gets rid of"), ("cure", "put an end to"),
        ("reduce", "fought off"), ("regenerate", "regrown"), ("stimulate", "kick-starting"),
        ("stimulate", "jumpstarts"), ("avoid", "throwing away"), ("prevent", "wards off"),
        ("improve", "optimising"), ("beautify", "smooths out"), ("slim", "melts away"),
    ],
)  # fmt: skip
def test_what_a_reader_expects_is_there(matcher, name, text):
    assert matcher.whole(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("treatment", "same"), ("treatment", "facial"), ("treatment", "exercise"),
        ("treatment", "vitamin C"), ("treatment", "knee replacement"), ("body-part", "back"),
        ("body-part", "hand"), ("serious-disease", "aids"), ("serious-disease", "as"),
        ("medicine", "medicine"), ("medicine", "regenerative medicine"), ("symptom", "urgency"),
        ("symptom", "flare"), ("condition", "cancer"), ("condition", "burns"),
        ("function", "balance"), ("function", "power"), ("reduce", "moderate"),
        ("reduce", "dull"), ("improve", "benefits"), ("our-treatment", "the alternative"),
        ("accepted-care", "massage"), ("accepted-care", "rest"), ("surgery", "root canal"),
    ],
)  # fmt: skip
def test_everyday_words_are_not(matcher, name, text):
    assert not matcher.whole(name, text)


def test_forms_reach_through_vocabularies(matcher):
    assert matcher.whole("reduce", "easing", "ing")
    assert not matcher.whole("reduce", "eases", "ing")
    assert matcher.whole("symptom", "knee pain", "sg")
    assert matcher.whole("condition", "tendon tears", "pl")
    assert not matcher.whole("condition", "meniscus tear", "pl")
