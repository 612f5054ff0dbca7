import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.errors import ClaimlintError
from claimlint.strict_toml import load

SAMPLE = """\
# comment = 1
strict = true
ignore = ["a", 'b',   # note ]
  "c#]", 3]
"qu.o" = \"\"\"x
"q" = y\"\"\"
a.b = { c = 1, d = "}" }
[tool.claimlint]
packs = []
[[overrides]]
paths = ["x"]
[[overrides]]
select = ["y"]
[overrides.sub]
k = 1979-05-27T07:32:00Z
"""


def at(value):
    return value.line, value.column


def test_keys_and_items_know_their_places():
    table = load(SAMPLE, "x.toml")
    assert at(table.key("strict")) == (2, 1)
    assert [at(item) for item in table["ignore"]] == [(3, 11), (3, 16), (4, 3), (4, 10)]
    assert at(table.key("qu.o")) == (5, 1)
    assert at(table["a"]["b"].key("d")) == (7, 16)
    assert at(table["tool"]["claimlint"].key("packs")) == (9, 1)
    second = table["overrides"][1]
    assert at(second.key("select")) == (13, 1)
    assert at(second["sub"].key("k")) == (15, 1)


def test_only_strings_are_text():
    table = load('a = "3"\nb = 3\nc = 1979-05-27\nd = inf\ne = true\n', "x.toml")
    assert {key: value.surprising for key, value in table.items()} == {
        "a": False, "b": True, "c": True, "d": True, "e": True,
    }  # fmt: skip
    assert table["e"] == "true"


def test_a_byte_order_mark_shifts_nothing_but_its_line():
    assert at(load("\ufeffa = 1\nb = 2\n", "x.toml").key("b")) == (2, 1)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a = \n", 1, 5),
        ("a = 1\na = 2\n", 2, 6),
        ("a = 1\nb = [1,\n", 0, 0),
        ("[a]\n[a]\n", 2, 3),
        ("a = " + "[" * 3000, 0, 0),
        ("a = 2024-13-45\n", 0, 0),
        ("a = " + "1" * 5000, 0, 0),
    ],
)
def test_what_is_not_toml_is_an_error_with_its_place(text, line, column):
    with pytest.raises(ClaimlintError) as raised:
        load(text, "x.toml")
    assert raised.value.path == "x.toml"
    if line:
        assert (raised.value.line, raised.value.column) == (line, column)


keys = st.text("abc-_1", min_size=1, max_size=4)
strings = st.text(st.sampled_from("ab #[]{},='\"\\\n.é"), max_size=8)


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def written(value):
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[ " + ",\n # ] comment\n  ".join(written(item) for item in value) + " ]"
    return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in value.items()) + " }"


values = st.recursive(
    strings,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


def check_places(text, value):
    """Every key and item stands where its place says."""
    lines = text.split("\n")
    if isinstance(value, dict):
        for key, inner in value.items():
            assert lines[key.line - 1].startswith(key, key.column - 1)
            check_places(text, inner)
    elif isinstance(value, list):
        for inner in value:
            here = lines[inner.line - 1][inner.column - 1 :]
            assert here[0] in '"[{'
            check_places(text, inner)


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return str(value)


@given(
    st.dictionaries(keys, values, max_size=4),
    st.dictionaries(keys, st.dictionaries(keys, values, max_size=3), max_size=2),
)
def test_places_hold_for_any_table(top, tables):
    tables = {f"t{name}": body for name, body in tables.items()}
    text = "".join(f"{key} = {written(value)}\n" for key, value in top.items())
    for name, body in tables.items():
        text += f"\n[ {name} ]\n"
        text += "".join(f"  {key}  =  {written(value)} # c\n" for key, value in body.items())
    table = load(text, "x.toml")
    assert plain(table) == {**top, **tables}
    check_places(text, table)
