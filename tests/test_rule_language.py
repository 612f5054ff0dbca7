"""All that docs/rule-language.md shows is so: its rules, its phrases, its guards."""

import json
import re
import subprocess
import sysconfig
import textwrap
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "rule-language.md"
TEXT = PAGE.read_text(encoding="utf-8")
COMMAND = Path(sysconfig.get_path("scripts"), "claimlint")
BLOCKS = [textwrap.dedent(m[1]) for m in re.finditer(r"(?ms)^ *```yaml\n(.*?)^ *```", TEXT)]


def run(*arguments, cwd):
    return subprocess.run(
        [COMMAND, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def table(heading):
    """The cells of the rows of the table under a heading."""
    part = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
    assert len(cells) > 5
    return cells[1:]


def code(cell):
    return cell.strip("`").replace("\\|", "|")


def plain(cell):
    return cell.replace("**", "")


def rule(name, phrase, guards):
    quoted = phrase.replace("'", "''")
    return f"""\
- id: {name}
  category: hype
  severity: warning
  title: A row of the page
  why: It stands there.
  sources: [us-ftc-hpcg-2022]
  match: ['{quoted}']
  guards: {json.dumps(guards)}
  advice: None.
  examples: {{flag: [x], pass: [y]}}
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The rules of the page, in a folder as a reader would keep them."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "house-rules" / "vocabularies").mkdir(parents=True)
    for number, block in enumerate(BLOCKS):
        name = "vocabularies/words" if "forms:" in block else f"rules-{number}"
        (folder / "house-rules" / f"{name}.yaml").write_text(block, encoding="utf-8")
    return folder


def test_the_rules_do_as_they_say(house):
    ids = re.findall(r"^- id: (\S+)", "\n".join(BLOCKS), re.MULTILINE)
    assert len(ids) >= 3
    for verb in ("test", "coverage"):
        done = run("rules", verb, "--rules", "house-rules", *ids, cwd=house)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{len(ids)} rules" in done.stdout + done.stderr


@pytest.mark.parametrize("text", ["Two glow drips", "It brings back hair", "He brought back hair",
                                  "She outgrew it",
                                  "A south lab drip", "Both infusions"])  # fmt: skip
def test_the_vocabularies_have_the_forms_they_say(house, text):
    phrases = house / "house-rules" / "words-rule.yaml"
    rules = rule("words-a", "<house-drip>", {}) + rule("words-b", "<house-regrow>", {})
    phrases.write_text(rules, encoding="utf-8")
    (house / "page.md").write_text(text, encoding="utf-8")
    options = ("--rules", "house-rules", "--select", "words-a,words-b", "--format", "json")
    done = run(*options, "page.md", cwd=house)
    assert len(json.loads(done.stdout)["findings"]) == 1, done.stderr


def test_the_phrases_find_what_the_table_says(tmp_path):
    keep = dict.fromkeys(("negated", "question", "hedged", "accepted", "qualified"), "keep")
    rows = []
    for shown, _, example, finds, misses in table("The phrase language"):
        phrase = code(example if example else shown)
        rows.append((f"row-{len(rows)}", phrase, plain(finds), plain(misses)))
    rules = "".join(rule(name, phrase, keep) for name, phrase, _, _ in rows)
    (tmp_path / "rows.yaml").write_text(rules, encoding="utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, _, finds, misses in rows:
        (pages / f"{name}-finds.md").write_text(finds, encoding="utf-8")
        (pages / f"{name}-misses.md").write_text(misses, encoding="utf-8")
    names = ",".join(row[0] for row in rows)
    done = run("--rules", "rows.yaml", "--select", names, "--format", "json", "pages", cwd=tmp_path)
    found = {
        (Path(finding["path"]).name, rule)
        for finding in json.loads(done.stdout)["findings"]
        for rule in (finding["rule"], *finding["related"])
    }
    for name, phrase, finds, misses in rows:
        assert (f"{name}-finds.md", name) in found, (phrase, finds)
        assert (f"{name}-misses.md", name) not in found, (phrase, misses)


def test_guards_do_what_the_table_says(tmp_path):
    rules = rule("miracle", "miracle drip", {}) + rule("proof", "a miracle drip", {}).replace(
        "category: hype", "category: efficacy"
    )
    (tmp_path / "rows.yaml").write_text(rules, encoding="utf-8")
    expected = {"drop": [], "lower": ["note"], "keep": ["warning"]}
    seen = set()
    for guard, example, default in table("Guards"):
        (tmp_path / "page.md").write_text(plain(example), encoding="utf-8")
        selected = "proof" if code(guard) in ("cited", "biology", "accepted") else "miracle"
        options = ("--rules", "rows.yaml", "--select", selected, "--strict", "--format", "json")
        done = run(*options, "page.md", cwd=tmp_path)
        severities = [f["severity"] for f in json.loads(done.stdout)["findings"]]
        assert severities == expected[default], (guard, example, done.stdout)
        seen.add(default)
    assert seen == set(expected)
