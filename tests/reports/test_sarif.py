from __future__ import annotations

import json
import tomllib
from pathlib import Path
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import extract
from claimlint.finding import ERROR, NOTE, WARNING, Edit, Notice, Rewrite
from claimlint.reports import sarif, sarif_rules
from claimlint.reports.line_hashes import LineHashes
from claimlint.reports.sarif_results import uri_of
from claimlint.settings import Override, Settings
from claimlint.waivers import Lists
from claimlint.waivers.baseline import Baseline, Entry
from claimlint.waivers.changes import Changes
from tests.reports.sample import (
    NOTICES,
    PAGE,
    RULES,
    book,
    checked,
    finding,
    news,
    page,
    rule,
    source,
    waived,
    written,
)

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests" / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def log(*arguments, **options):
    """Return the only run of a log that follows the schema."""
    data = json.loads(written("sarif", *arguments, **options))
    VALIDATOR.validate(data)
    (run,) = data["runs"]
    return run


def results(*pairs, **options):
    return log(checked(*pairs), (), **options)["results"]


def cut(source, region):
    """Return what a region stands for, read as an editor does: lines and UTF-16 columns."""
    lines = source.splitlines(keepends=True)
    taken = lines[region["startLine"] - 1 : region["endLine"]]
    units = [line.encode("utf-16-le") for line in taken]
    before = sum(map(len, units[:-1])) if region["endLine"] <= len(lines) else sum(map(len, units))
    whole = b"".join(units)
    start, end = 2 * (region["startColumn"] - 1), before + 2 * (region["endColumn"] - 1)
    return whole[start:end].decode("utf-16-le")


def test_the_schema_is_no_rubber_stamp():
    data = json.loads(written("sarif"))
    VALIDATOR.validate(data)
    for change in (
        lambda run: run.pop("tool"),
        lambda run: run["results"][0].pop("message"),
        lambda run: run["results"][0].update(level="fatal"),
        lambda run: run["results"][0]["fixes"][0].pop("artifactChanges"),
        lambda run: run["results"][0].update(extra=1),
    ):
        broken = json.loads(json.dumps(data))
        change(broken["runs"][0])
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(broken)


def test_regions_and_snippets_are_exact():
    run = log()
    sources = {"my%20pages/knee.md": PAGE, "news%2Ca%3Ab.txt": news()[0].source}
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        source = sources[place["artifactLocation"]["uri"]]
        for region in (place["region"], place["contextRegion"]):
            assert cut(source, region) == region["snippet"]["text"]
        outer, inner = place["contextRegion"], place["region"]
        assert inner["snippet"]["text"] in outer["snippet"]["text"]
        assert len(outer["snippet"]["text"]) > len(inner["snippet"]["text"])
    assert run["columnKind"] == "utf16CodeUnits"


def test_the_context_is_the_lines_of_the_sentence():
    run = log()
    context = {
        (r["ruleId"], r["locations"][0]["physicalLocation"]["region"]["startColumn"]): (
            r["locations"][0]["physicalLocation"]["contextRegion"]
        )
        for r in run["results"]
    }
    at_home = context["regrowth", 52]
    assert (at_home["startLine"], at_home["endLine"]) == (3, 4)
    first = context["safe-effective", 16]
    assert (first["startLine"], first["endLine"]) == (3, 3)


def test_a_file_that_is_all_claim_has_no_context():
    document = extract("a.txt", "for good")
    (result,) = results((document, (finding(document, "for good", "regrowth"),)))
    assert "contextRegion" not in result["locations"][0]["physicalLocation"]


def test_a_very_long_line_is_not_repeated_for_each_finding():
    document = extract("a.txt", "for good " + "word " * 2000)
    (result,) = results((document, (finding(document, "for good", "regrowth"),)))
    assert "contextRegion" not in result["locations"][0]["physicalLocation"]


def test_fixes_do_what_the_rewrites_say():
    run = log()
    fixes = [fix for result in run["results"] for fix in result.get("fixes", ())]
    assert [fix["properties"]["applicability"] for fix in fixes] == ["safe", "review"]
    fixed = PAGE
    for fix in reversed(fixes):
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"]["uri"] == "my%20pages/knee.md"
        for replacement in reversed(change["replacements"]):
            region, text = replacement["deletedRegion"], replacement["insertedContent"]["text"]
            offset = sum(map(len, fixed.splitlines(keepends=True)[: region["startLine"] - 1]))
            wide = len("\U0001f600") if region["startLine"] == 3 else 0
            start, end = (offset + region[key] - 1 - wide for key in ("startColumn", "endColumn"))
            fixed = fixed[:start] + text + fixed[end:]
    assert "\U0001f600 *under study*. It" in fixed
    assert "it is studied &amp; used at home" in fixed


def test_a_rewrite_without_edits_is_no_fix():
    document, (first, *_) = page()
    bare = first._replace(rewrites=(Rewrite("review", "Think again", ()),))
    (result,) = results((document, (bare,)))
    assert "fixes" not in result


def test_an_insertion_and_a_deletion_are_fixes():
    document, (first, *_) = page()
    edits = (Edit(first.start, first.start, "not "), Edit(first.end - 4, first.end, ""))
    (result,) = results(
        (document, (first._replace(rewrites=(Rewrite("review", "Turn it", edits),)),))
    )
    inserted, deleted = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = inserted["deletedRegion"]
    assert region["startColumn"] == region["endColumn"]
    assert deleted["insertedContent"] == {"text": ""}


def test_messages_are_text_and_templates_that_agree():
    run = log()
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        message = result["message"]
        template = rules[result["ruleIndex"]]["messageStrings"][message["id"]]["text"]
        arguments = message.get("arguments", [])
        for number, argument in enumerate(arguments):
            template = template.replace(f"{{{number}}}", argument)
        assert template.replace("{{", "{").replace("}}", "}") == message["text"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert message["text"].endswith(".")


def test_words_of_a_page_are_no_link():
    document = extract("a.txt", "See [us](1) and [x](http://evil.example) for good.")
    words = "[us](1) and [x](http://evil.example)"
    (result,) = results((document, (finding(document, words, "regrowth"),)))
    assert r"\[us\](1) and \[x\](http://evil.example)" in result["message"]["text"]
    assert result["message"]["arguments"] == [r"\[us\](1) and \[x\](http://evil.example)"]


def test_the_worst_come_first_and_the_rest_in_order_of_place():
    run = log()
    places = [
        (r["level"], r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for r in run["results"]
    ]
    levels = [level for level, _ in places]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    warnings = [uri for level, uri in places if level == "warning"]
    assert warnings == sorted(warnings)


def test_no_more_results_than_github_shows(monkeypatch):
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    text = "for good " * 10 + "safe and effective "
    document = extract("a.txt", text)
    found = [finding(document, "for good", "regrowth", nth=n) for n in range(10)]
    found.append(finding(document, "safe and effective", "safe-effective"))
    run = log(checked((document, found)), ())
    assert [r["level"] for r in run["results"]] == ["error", "warning", "warning"]
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "The 3 worst results of 11 are here" in said["message"]["text"]
    assert run["properties"]["warnings"] == 10


def test_no_more_rules_than_github_takes(monkeypatch):
    monkeypatch.setattr(sarif_rules, "MAX_RULES", 2)
    run = log(checked(page()), ())
    assert len(run["tool"]["driver"]["rules"]) == 2
    assert all(r["ruleIndex"] < 2 for r in run["results"] if "ruleIndex" in r)
    assert len(run["results"]) == 6


def test_line_hashes_are_githubs_and_apart_within_a_line():
    run = log()
    made = LineHashes(PAGE)
    found = {}
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        if place["artifactLocation"]["index"] == 0:
            line = place["region"]["startLine"]
            hashed = result["partialFingerprints"]["primaryLocationLineHash"]
            found.setdefault((result["ruleId"], line), []).append(hashed)
    assert found["regrowth", 3] == [made.of(3)]
    assert found["regrowth", 4] == [made.of(4), made.of(4) + "-1"]
    assert found["safe-effective", 4] == [made.of(4)]


def test_rules_say_what_code_scanning_shows():
    rules = {r["id"]: r for r in log()["tool"]["driver"]["rules"]}
    assert list(rules) == sorted(rules)
    strict = rules["safe-effective"]
    assert strict["defaultConfiguration"] == {"level": "error", "enabled": True}
    assert strict["properties"]["tags"] == ["health-claims", "safety", "us", "uk"]
    assert strict["helpUri"] == "https://example.org/act-1"
    assert "**Why**: Nobody has measured it." in strict["help"]["markdown"]
    assert "](<https://example.org/act-1>)" in strict["help"]["markdown"]
    assert rules["praise"]["properties"]["problem.severity"] == "recommendation"
    assert rules["praise"]["name"] == "PraiseRule"
    assert "security-severity" not in json.dumps(rules)


def test_long_texts_keep_within_githubs_limits():
    long = rule("regrowth", WARNING, title="x" * 3000, why="y" * 3000,
                sources=tuple(f"s{n}" for n in range(30)))  # fmt: skip
    (record,) = log([], (), book=book([long], {}))["tool"]["driver"]["rules"]
    for key in ("shortDescription", "fullDescription"):
        assert len(record[key]["text"]) <= 1024
    assert len(record["properties"]["tags"]) <= 10


def test_taxonomies_hold_what_rules_relate_to():
    run = log()
    taxonomies = run["taxonomies"]
    assert [t["name"] for t in taxonomies] == ["Council of Y (uk)", "Agency of X (us)"]
    for record in run["tool"]["driver"]["rules"]:
        for relation in record.get("relationships", ()):
            target = relation["target"]
            component = taxonomies[target["toolComponent"]["index"]]
            assert component["guid"] == target["toolComponent"]["guid"]
            assert component["taxa"][target["index"]]["id"] == target["id"]
            assert relation["kinds"] == ["relevant"]
    supported = run["tool"]["driver"]["supportedTaxonomies"]
    assert [c["guid"] for c in supported] == [t["guid"] for t in taxonomies]


def test_only_rules_in_force_are_listed():
    settings = Settings(folder="/", select=("safety",), ignore=("no-risk-balance",))
    rules = log([], (), settings=settings)["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == ["safe-effective"]
    wider = settings._replace(overrides=(Override(("x",), ("hype",), (), None),))
    rules = log([], (), settings=wider)["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == ["praise", "safe-effective"]


def test_what_could_not_be_checked_is_a_notification():
    invocation = log()["invocations"][0]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    gone, odd = invocation["toolExecutionNotifications"]
    assert gone["level"] == "error"
    assert gone["message"]["text"] == "gone.md: no such file or folder."
    assert odd["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


@pytest.mark.parametrize(
    ("fail_on", "exit_zero", "code"),
    [("warning", False, 1), ("warning", True, 0), ("never", False, 0), ("error", False, 1)],
)
def test_the_exit_code_is_that_of_the_run(fail_on, exit_zero, code):
    settings = Settings(folder="/", fail_on=fail_on)
    run = log(notices=(), settings=settings, exit_zero=exit_zero)
    assert run["invocations"][0]["exitCode"] == code
    assert run["invocations"][0]["executionSuccessful"] is True


def test_an_info_is_a_note():
    run = log([], (Notice("", "info", "a thing"),))
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert said == {"level": "note", "message": {"text": "a thing."}}


def test_nothing_of_the_machine_is_in_it():
    run = log()
    assert run["originalUriBaseIds"]["%SRCROOT%"].keys() == {"description"}
    assert str(Path.cwd()) not in written("sarif")
    assert "automationDetails" not in run
    assert written("sarif") == written("sarif")


PATHS = st.binary(min_size=1).map(lambda data: data.decode("utf-8", "surrogateescape"))


@given(PATHS)
def test_uris_are_relative_ascii_and_lead_back(path):
    uri = uri_of(path)
    assert uri.isascii()
    assert ":" not in uri
    plain = path.removeprefix("./")
    assert unquote_to_bytes(uri) == plain.encode("utf-8", "surrogateescape")


def test_uris_of_odd_names():
    assert uri_of("./a b/c#1?.md") == "a%20b/c%231%3F.md"
    assert uri_of("caf\udce9.md") == "caf%E9.md"


def test_levels():
    assert sarif_rules.LEVELS == {ERROR: "error", WARNING: "warning", NOTE: "note"}
    assert len(NOTICES) == 2


def test_what_was_waived_is_left_out_unless_asked_for():
    run = log([waived()], ())
    assert len(run["results"]) == 4
    assert run["properties"]["waived"] == 2
    assert "suppressions" not in json.dumps(run)


def test_what_was_waived_is_suppressed_where_asked_for():
    run = log([waived()], (), sarif_waived=True)
    suppressed = [r["suppressions"] for r in run["results"] if "suppressions" in r]
    assert run["results"][:4] == log([waived()], ())["results"]
    assert suppressed == [
        [{"kind": "inSource", "status": "accepted", "justification": "quotes | a *label*"}],
        [{"kind": "external", "status": "accepted"}],
    ]
    only = waived()._replace(findings=())
    assert len(log([only], (), sarif_waived=True)["results"]) == 2
    assert log([only], ())["artifacts"] == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x.example/<b>", "http://x.example/a b", "file:///x", ""]
)
def test_only_addresses_on_the_web_become_links(url):
    sources = {"xx-act-1": source("xx-act-1", "Agency of X", "us", url)}
    run = log([], (), book=book(RULES, sources))
    assert not url or url not in json.dumps(run, ensure_ascii=False)
    assert "helpUri" not in json.dumps(run)


# -- compared with a baseline or a change


def states(lists, **options):
    """Return the baseline states in the order of results, the waived ones last."""
    run = log([waived()], (), lists=lists, **options)
    return [result.get("baselineState") for result in run["results"]]


def test_without_a_comparison_nothing_is_new_or_old():
    assert set(states(None, sarif_waived=True)) == {None}


def test_what_a_baseline_or_a_change_leaves_is_new():
    for lists in (Lists(Baseline("x.json", ())), Lists(None, Changes(None, "since main"))):
        assert states(lists) == ["new"] * 4


def test_what_a_baseline_accepts_is_unchanged():
    lists = Lists(Baseline("x.json", ()))
    assert states(lists, sarif_waived=True) == [*["new"] * 4, "new", "unchanged"]
    document, found = page()
    place = lists.baseline.place(document.path)
    entry = Entry(place, found[0].rule, "", found[0].fingerprint)
    # What a comment waives may be in the baseline as well.
    lists = Lists(Baseline("x.json", [entry]))
    assert states(lists, sarif_waived=True) == [*["new"] * 4, *["unchanged"] * 2]


def test_whether_a_waived_finding_is_older_than_a_change_is_not_known():
    lists = Lists(None, Changes(None, "since main"))
    assert states(lists, sarif_waived=True) == [*["new"] * 4, None, None]


def test_the_address_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sarif.HOME in project["urls"].values()
    assert f"https://pypi.org/project/{project['name']}/" == sarif.HOME
