import pytest

from claimlint.rulebook import inflect

VERBS = (
    "treat target reduce regenerate stop heal control repair enhance ease carry visit open admit "
    "refer relieve soothe eliminate agree rewire fix relax flush melt trim equip regret cure "
    "reverse restore rebuild rejuvenate revive improve boost increase strengthen tackle "
    "address manage alleviate lessen calm combat fight prevent avoid delay replace postpone cut "
    "get give take make keep leave lose feel find bring see experience notice enjoy report claim "
    "promise guarantee deliver offer provide support promote stimulate trigger activate unlock"
).split()


def test_irregular_and_spelling():
    assert inflect.verb("regrow") == ("regrow", "regrows", "regrowing", "regrew", "regrown")
    assert inflect.verb("stop").ing == "stopping"
    assert inflect.verb("target").ing == "targeting"
    assert inflect.verb("carry").past == "carried"
    assert inflect.verb("mimic").past == "mimicked"


def test_plurals():
    for singular, plural in [
        ("therapy", "therapies"),
        ("diagnosis", "diagnoses"),
        ("knee", "knees"),
        ("tooth", "teeth"),
        ("approach", "approaches"),
        ("virus", "viruses"),
    ]:
        assert inflect.plural(singular) == plural


@pytest.mark.parametrize("base", VERBS)
def test_agrees_with_an_independent_library(base):
    lemminflect = pytest.importorskip("lemminflect")
    forms = inflect.verb(base)
    for tag, form in [("VBZ", forms.s), ("VBG", forms.ing), ("VBD", forms.past)]:
        known = lemminflect.getInflection(base, tag)
        assert set(form.split("|")) & set(known), (tag, form, known)
