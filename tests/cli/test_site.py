"""A built site: pages only, each sentence once, at its source where that is known."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

SCHEMA = Path(__file__).parents[2] / "schemas" / "findings.schema.json"
NAV = "<nav><a href='/'>Our zorb works</a></nav>"


def page(text, nav=NAV):
    return f"<html><body>{nav}\n<main><p>{text}</p></main></body></html>\n"


@pytest.fixture
def built(put):
    put("public/index.html", page("Hello."))
    put("public/a/index.html", page("Zorb cures."))
    put("public/b/index.html", page("Zorb cures."))
    put("public/c/index.html", page("Only here zorb cures."))
    put("public/feed.json", '{"text": "Zorb cures."}')
    put("public/app.js", "x = 'Zorb cures.';")


def report(claimlint, *words):
    done = claimlint("site", *words, "--format", "json")
    assert done.code in (0, 1), done.err
    found = json.loads(done.out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return found


def test_a_repeated_finding_is_told_once(claimlint, built):
    done = claimlint("site")
    assert done.code == 1
    lines = done.out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "public/a/index.html:1:34",
        "public/a/index.html:2:10",
        "public/c/index.html:2:20",
    ]
    assert (
        "[on 4 pages: public/a/index.html, public/b/index.html, public/c/index.html and 1 more]"
        in lines[0]
    )
    assert "[on 2 pages: public/a/index.html, public/b/index.html]" in lines[1]
    assert "pages" not in lines[2]
    assert done.err == "4 files checked: 2 errors, 1 warning\n"


def test_json_has_the_pages(claimlint, built):
    findings = report(claimlint, "--pages", "1")["findings"]
    assert [f.get("pages") for f in findings] == [
        {"count": 4, "first": ["public/a/index.html"]},
        {"count": 2, "first": ["public/a/index.html"]},
        None,
    ]


def test_the_folder_is_found(claimlint, put):
    assert "there is no built site here" in claimlint("site").err
    put("_site/index.html", page("Hello."))
    put("build/lib.txt", "no page")
    assert claimlint("site").code == 1
    put("dist/index.html", page("Hello."))
    done = claimlint("site")
    assert done.code == 2
    assert "_site and dist both hold pages" in done.err
    assert claimlint("site", "dist").code == 1


def test_a_folder_that_git_ignores_is_checked(claimlint, built, put):
    put(".gitignore", "public/\n")
    assert claimlint("site").code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere is not a folder"),
        (("https://x.example",), "a site is checked as a built folder"),
        (("public", "dist"), "name one folder"),
        (("text",), "text holds no pages"),
        (("public", "--fix"), "is not for fixing"),
        (("public", "--source-map", "x"), "is not PAGES=SOURCES"),
        (("public", "--source-map", "x=*"), "more stars on the right"),
        (("public", "--sources", "gone"), "gone: no such file"),
    ],
)
def test_mistakes(claimlint, built, put, words, said):
    put("text/a.md", "Hello.\n")
    done = claimlint("site", *words)
    assert done.code == 2
    assert said in done.err


def test_a_page_that_cannot_be_read_does_not_hide_the_others(claimlint, built, put):
    put("public/bad.html", b"\x00\x01" * 200)
    done = claimlint("site")
    assert done.code == 2
    assert len(done.out.splitlines()) == 3
    assert "public/bad.html" in done.err


def test_findings_go_to_their_sources(claimlint, built, put):
    put("content/a.md", "# A\n\n**Zorb** cures.\n")
    put("layouts/nav.html", "<a>Our zorb works</a>\n")
    findings = report(claimlint, "--sources", "content", "--sources", "layouts")["findings"]
    assert [(f["path"], f["line"], f["column"]) for f in findings] == [
        ("content/a.md", 3, 3),
        ("layouts/nav.html", 1, 8),
        ("public/c/index.html", 2, 20),
    ]
    assert findings[0]["pages"]["count"] == 2


def test_a_waiver_in_the_source_counts(claimlint, built, put):
    put("content/a.md", "<!-- claimlint-disable-next-line zorb-cures -- r -->\nZorb cures.\n")
    found = report(claimlint, "--sources", "content")
    assert [f["path"] for f in found["waived"]] == ["content/a.md"]
    assert "zorb cures" not in [f["segment"].lower() for f in found["findings"]]
    assert len(found["findings"]) == 2


def test_a_map_names_the_source_of_a_page(claimlint, built, put):
    put("content/other.md", "Zorb cures.\n")
    put("content/b.md", "Zorb cures.\n")
    words = ("--source-map", "*/index.html=content/*.md")
    found = report(claimlint, *words)
    assert found["findings"][0]["path"] == "content/b.md"
    put("content/a.md", "Zorb cures.\n")
    found = report(claimlint, *words)
    assert found["findings"][0]["path"] == "content/a.md"


def test_a_baseline_of_a_site(claimlint, built):
    assert claimlint("baseline", "create", "public").code == 0
    done = claimlint("site", "--baseline", "claimlint-baseline.json")
    assert done.code == 0
    assert "3 waived" in done.err


@pytest.mark.slow
def test_a_thousand_pages_in_little_memory(site, put, arguments, environment, tmp_path):
    """No process of the run takes more, the one that compiles the rules included."""
    environment["CLAIMLINT_CACHE_DIR"] = str(tmp_path / "no rules are compiled here yet")
    text = "<p>" + "Our hours are long and the coffee is warm on every day. " * 200 + "</p>"
    for number in range(1000):
        claims = "".join(f"<p>Page {number}, part {part}: zorb cures.</p>" for part in range(8))
        put(f"public/{number}/index.html", page(claims + text))
    words = ["site", "-f", "html", "-o", "r.html", "-f", "sarif", "-o", "r.sarif"]
    code = "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
    code += (
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments(*words)],
        cwd=site, env=environment, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 150_000_000
    assert "1000 files checked: 8000 errors, 1 warning" in done.stderr
    results = json.loads((site / "r.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert len(results) == 5000
    assert "3,001 findings are" in (site / "r.html").read_text(encoding="utf-8")


DUTY = """\
- id: zorb-warning
  category: no-risk-balance
  severity: warning
  title: Names no risk of zorb
  why: The page names no risk of zorb.
  sources: [us-ftc-act-5]
  when: [efficacy]
  unless: {page: ["zorb may itch"]}
  examples:
    flag: ["Our zorb works."]
    pass: ["Our zorb works. Zorb may itch."]
"""


@pytest.fixture
def duties(claimlint, put):
    """A site of four pages, three of which name no risk; runs it with the rule that asks for it."""
    put("duty.yaml", DUTY)
    put("public/index.html", page("Our zorb works. Zorb may itch.", nav=""))
    for name in "abc":
        put(f"public/{name}/index.html", page(f"In {name} our zorb works.", nav=""))

    def run(*words):
        rules = ("--rules", "duty.yaml", "--select", "zorb-warning")
        done = claimlint("site", "public", "-f", "json", *rules, *words)
        assert done.code in (0, 1), done.err
        return json.loads(done.out)

    return run


def test_a_duty_that_many_pages_do_not_meet_is_told_once(duties):
    (found,) = [f for f in duties()["findings"] if f["scope"] == "document"]
    assert (found["path"], found["rule"]) == ("public/a/index.html", "zorb-warning")
    assert found["pages"]["count"] == 3
    assert found["message"].endswith(
        "[on 3 pages: public/a/index.html, public/b/index.html, public/c/index.html]"
    )


def test_a_duty_is_told_at_the_source_of_the_first_page(duties, put):
    put("content/a.md", "In a our zorb works.\n")
    (found,) = [f for f in duties("--sources", "content")["findings"] if f["scope"] == "document"]
    assert (found["path"], found["pages"]["count"]) == ("content/a.md", 3)


def test_a_duty_that_one_source_waives_is_waived_for_its_page_only(duties, put):
    waiver = "<!-- claimlint-disable-file zorb-warning -- a leaflet is handed out -->\n\n"
    put("content/a.md", waiver + "In a our zorb works.\n")
    put("content/b.md", "In b our zorb works.\n")
    report = duties("--source-map", "*/index.html=content/*.md")
    (found,) = [f for f in report["findings"] if f["scope"] == "document"]
    assert (found["path"], found["pages"]["count"]) == ("content/b.md", 2)
    assert [(w["path"], w["rule"]) for w in report["waived"]] == [("content/a.md", "zorb-warning")]
