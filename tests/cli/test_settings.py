import pytest

CASES = [
    ("claimlint.toml", "strict = true\nselct = []\n", "claimlint.toml:2:1: unknown key 'selct'"),
    (".claimlint.yaml", "strict: yes\n", ".claimlint.yaml:1:9: 'strict' must be true or false"),
    (".claimlint.yml", "strict: [\n", ".claimlint.yml:2:1: is not valid YAML"),
    ("pyproject.toml", "[tool.claimlint]\nfail-on = 3\n", "pyproject.toml:2:1: 'fail-on'"),
    ("claimlint.toml", "ignore = [\n 'zorb-wrks']\n", "claimlint.toml:2:2: there is no rule"),
    ("claimlint.toml", "exclude = ['!']\n", "claimlint.toml:1:12: '!' in 'exclude'"),
    ("claimlint.toml", "extensions = { tpl = 'htm' }\n", "claimlint.toml:1:16: "),
    ("claimlint.toml", "packs = ['cor']\n", "'cor'"),
    ("claimlint.toml", "jurisdictions = ['uss']\n", "claimlint.toml:1:18: "),
]


@pytest.mark.parametrize(("name", "text", "said"), CASES)
@pytest.mark.parametrize("given", [False, True])
def test_a_bad_configuration_is_named(claimlint, put, name, text, said, given):
    put("a.md", "Our zorb works.\n")
    put(name, text)
    words = ["--config", name] if given else []
    done = claimlint("a.md", *words)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""
    assert claimlint("a.md", "--no-config").code == 1


def test_settings_count_and_options_win(claimlint, put):
    put("a.md", "Our zorb works. A nice zorb.\n")
    put("claimlint.toml", "strict = true\nfail-on = 'error'\n")
    done = claimlint("a.md")
    assert (done.code, done.out.count("\n")) == (0, 2)
    assert claimlint("a.md", "--fail-on", "note").code == 1
    assert claimlint("a.md", "--no-config").out.count("\n") == 1


def test_the_file_is_found_from_a_folder_below(claimlint, put, site):
    put("blog/a.md", "Our zorb works.\n")
    put("claimlint.toml", "ignore = ['zorb-works']\nexclude = ['blog/old']\n")
    put("blog/old/b.md", "Our zorb cures.\n")
    assert claimlint(".", cwd=site / "blog").out == ""
    assert claimlint(".").out == ""


def test_overrides_hold_for_their_files(claimlint, put):
    put("a.md", "Our zorb works. A nice zorb.\n")
    put("press/b.md", "Our zorb works. A nice zorb.\n")
    put("strict/c.md", "Our zorb works. A nice zorb.\n")
    put(
        ".claimlint.yaml",
        "overrides:\n"
        "  - paths: [press/]\n    ignore: [efficacy]\n"
        "  - paths: ['strict/*.md']\n    strict: true\n",
    )
    found = [line.split(":")[0] for line in claimlint(".").out.splitlines()]
    assert found == ["a.md", "strict/c.md", "strict/c.md"]


def test_extensions_give_a_format(claimlint, put):
    put("a.tpl", "<p>Our zorb <i>works</i></p>\n")
    put("claimlint.toml", "extensions = { tpl = 'html' }\n")
    assert claimlint(".").out.startswith("a.tpl:1:8: ")


def test_rules_of_the_configuration(claimlint, put, rule_file):
    put("a.md", "Our zorb works.\n")
    put("house/zorb.yaml", rule_file.read_text())
    put("claimlint.toml", "rules = ['house']\nselect = ['zorb-works']\n")
    done = claimlint("a.md", ours=False)
    assert (done.code, done.out.split(" ")[0]) == (1, "a.md:1:5:")
    put("claimlint.toml", "rules = ['/etc']\n")
    done = claimlint("a.md", ours=False)
    assert done.code == 2
    assert "claimlint.toml:1:10: 'rules' may only name files inside" in done.err


def test_a_bad_rule_is_named_and_the_others_run(claimlint, put, rule_file):
    text = rule_file.read_text().replace("title: Praises zorb", "titel: Praises zorb")
    put("rules/zorb.yaml", text)
    put("a.md", "Our zorb works. A nice zorb.\n")
    done = claimlint("a.md", "--strict", "--rules", "rules", "--select", "efficacy", ours=False)
    assert done.code == 2
    assert "rules/zorb.yaml:" in done.err
    assert "titel" in done.err
    assert "a.md:1:5: warning zorb-works" in done.out


def test_a_rule_file_that_is_no_yaml_is_named(claimlint, put):
    put("a.md", "Our zorb works.\n")
    put("broken.yaml", "- id: [\n")
    done = claimlint("a.md", "--rules", "broken.yaml")
    assert done.code == 2
    assert "broken.yaml:2:1" in done.err
    assert "a.md:1:5: warning zorb-works" in done.out
