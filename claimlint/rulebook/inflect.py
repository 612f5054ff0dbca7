"""From a base form to its forms: verbs and nouns, by rule and a table of exceptions.

Forms are generated, never analysed: a rule lists base forms, and every match is then a known
form of a known base. Rules and vocabularies may give irregular forms of their own.
"""

from __future__ import annotations

from collections import namedtuple

VerbForms = namedtuple("VerbForms", "base s ing past participle")
VerbForms.__doc__ = "The five forms of a verb: treat, treats, treating, treated, treated."

_IRREGULAR_VERBS = {
    line.split()[0]: line.split()[1:]
    for line in """
be is|are being was|were been
have has having had had
do does doing did done
go goes going went gone
get gets getting got got|gotten
give gives giving gave given
take takes taking took taken
make makes making made made
see sees seeing saw seen
feel feels feeling felt felt
find finds finding found found
keep keeps keeping kept kept
leave leaves leaving left left
lose loses losing lost lost
put puts putting put put
cut cuts cutting cut cut
let lets letting let let
set sets setting set set
shut shuts shutting shut shut
rid rids ridding rid rid
quit quits quitting quit quit
bring brings bringing brought brought
build builds building built built
rebuild rebuilds rebuilding rebuilt rebuilt
buy buys buying bought bought
think thinks thinking thought thought
fight fights fighting fought fought
say says saying said said
tell tells telling told told
hold holds holding held held
stand stands standing stood stood
win wins winning won won
begin begins beginning began begun
break breaks breaking broke broken
know knows knowing knew known
prove proves proving proved proved|proven
disprove disproves disproving disproved disproved|disproven
grow grows growing grew grown
regrow regrows regrowing regrew regrown
outgrow outgrows outgrowing outgrew outgrown
show shows showing showed shown
throw throws throwing threw thrown
draw draws drawing drew drawn
wear wears wearing wore worn
speak speaks speaking spoke spoken
rise rises rising rose risen
drive drives driving drove driven
write writes writing wrote written
become becomes becoming became become
come comes coming came come
overcome overcomes overcoming overcame overcome
run runs running ran run
swim swims swimming swam swum
sleep sleeps sleeping slept slept
wake wakes waking woke woken
meet meets meeting met met
mean means meaning meant meant
lead leads leading led led
pay pays paying paid paid
sell sells selling sold sold
send sends sending sent sent
spend spends spending spent spent
stop stops stopping stopped stopped
bid bids bidding bid bid
beat beats beating beat beaten
bear bears bearing bore borne
undergo undergoes undergoing underwent undergone
hear hears hearing heard heard
understand understands understanding understood understood
stick sticks sticking stuck stuck
burn burns burning burned|burnt burned|burnt
heal heals healing healed healed
zap zaps zapping zapped zapped
bind binds binding bound bound
choose chooses choosing chose chosen
deal deals dealing dealt dealt
forego foregoes foregoing forewent foregone
forgo forgoes forgoing forwent forgone
freeze freezes freezing froze frozen
hide hides hiding hid hidden
hit hits hitting hit hit
offset offsets offsetting offset offset
remake remakes remaking remade remade
reset resets resetting reset reset
rewind rewinds rewinding rewound rewound
shed sheds shedding shed shed
sidestep sidesteps sidestepping sidestepped sidestepped
sweep sweeps sweeping swept swept
unclog unclogs unclogging unclogged unclogged
undo undoes undoing undid undone
unwind unwinds unwinding unwound unwound
up ups upping upped upped
wind winds winding wound wound
prefer prefers preferring preferred preferred
deliver delivers delivering delivered delivered
offer offers offering offered offered
target targets targeting targeted targeted
benefit benefits benefiting benefited benefited
combat combats combating|combatting combated|combatted combated|combatted
control controls controlling controlled controlled
excel excels excelling excelled excelled
rid rids ridding rid|ridded rid|ridded
""".strip().splitlines()
}

_IRREGULAR_NOUNS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "foot": "feet",
    "tooth": "teeth", "diagnosis": "diagnoses", "analysis": "analyses",
    "metastasis": "metastases", "prognosis": "prognoses", "hypothesis": "hypotheses",
    "fibrosis": "fibroses", "bursa": "bursae", "vertebra": "vertebrae",
    "mitochondrion": "mitochondria", "bacterium": "bacteria", "datum": "data", "life": "lives",
    "knife": "knives", "half": "halves", "self": "selves", "shelf": "shelves",
    "calf": "calves", "ovary": "ovaries", "nucleus": "nuclei", "stimulus": "stimuli",
    "fungus": "fungi", "meniscus": "menisci", "ganglion": "ganglia", "sinus": "sinuses",
    "virus": "viruses", "apparatus": "apparatuses", "crisis": "crises", "basis": "bases",
    "wife": "wives", "mouse": "mice",
}  # fmt: skip

_VOWELS = "aeiou"


def verb(base: str) -> VerbForms:
    """Return the five forms of a verb; a form with variants holds them joined by `|`."""
    if base in _IRREGULAR_VERBS:
        return VerbForms(base, *_IRREGULAR_VERBS[base])
    past, ing = _with_ed(base), _with_ing(base)
    if past.endswith("lled") and not base.endswith("ll") and _single_l_too(base):
        past, ing = f"{past}|{base}ed", f"{ing}|{base}ing"
    return VerbForms(base, _with_s(base), ing, past, past)


def plural(noun: str) -> str:
    """Return the plural of a noun."""
    if noun in _IRREGULAR_NOUNS:
        return _IRREGULAR_NOUNS[noun]
    if noun.endswith("sis"):
        return noun[:-2] + "es"
    return _with_s(noun)


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith("o") and len(word) > 2 and word[-2] not in _VOWELS and word in _O_ES:
        return word + "es"
    return word + "s"


_O_ES = frozenset(["go", "do", "undergo", "echo", "hero", "veto", "potato", "tomato"])


def _single_l_too(base: str) -> bool:
    """Tell whether American spelling keeps a single l (travelled, traveled)."""
    return base.endswith(("vel", "cel", "bel", "pel")) and base not in ("compel", "expel", "repel")


def _doubles(base: str) -> bool:
    """Tell whether the last consonant is doubled before -ed and -ing (stop -> stopping)."""
    if len(base) < 3 or base[-1] in _VOWELS + "wxyh" or base[-2] not in _VOWELS:
        return False
    if base[-3] in _VOWELS and base[-4:-2] != "qu":
        return False
    groups = sum(
        1
        for i, c in enumerate(base)
        if c in _VOWELS + "y" and i and (i == 0 or base[i - 1] not in _VOWELS + "y")
    ) + (base[0] in _VOWELS)
    if groups == 1:
        return True
    return base.endswith(("mit", "fer", "cur", "pel", "bel", "rol", "vel", "cel", "quip", "gret"))


def _with_ed(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    if base.endswith("c"):
        return base + "ked"
    return base + base[-1] + "ed" if _doubles(base) else base + "ed"


def _with_ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    if base.endswith("c"):
        return base + "king"
    return base + base[-1] + "ing" if _doubles(base) else base + "ing"
