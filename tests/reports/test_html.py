"""What the HTML report holds; how a browser shows it is tested in tests/browser."""

import base64
import hashlib
import html as entities
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint import documents
from claimlint.finding import ERROR, NOTE, WARNING, Edit, Finding, Notice, Rewrite
from claimlint.reports import Context, html, html_views
from claimlint.run import Checked, Totals, add
from claimlint.settings import Settings
from claimlint.waivers import Lists, Waived
from claimlint.waivers.baseline import Baseline
from claimlint.waivers.changes import Changes

ARTICLE = "# Our drip\n\nIt is **safe\nand effective** for you &amp; all.\n\n![It heals](a.png)\n"


def found(document, words, **changes):
    """Return a finding for words of the source."""
    start = document.source.index(words)
    end = start + len(words)
    line, column = document.position(start)
    values = {
        "path": document.path, "start": start, "end": end, "line": line, "column": column,
        "end_line": line, "end_column": column, "rule": "safe-claim", "category": "safety",
        "severity": WARNING, "scope": "span", "message": f"'{words}': why", "text": words,
        "segment": words, "block": "paragraph", "fingerprint": "ab" * 20,
    }  # fmt: skip
    return Finding(**{**values, **changes})


FINDING = found(documents.extract("a.md", ARTICLE), "safe")


def checked(source=ARTICLE, words=("safe\nand effective",), path="a.md", **changes):
    document = documents.extract(path, source)
    return Checked(path, document, tuple(found(document, w, **changes) for w in words), ())


def written(*files, notices=(), settings=None, inputs=("content",), waived=0, lists=None):
    parts = []
    context = Context("abc123", settings=settings, inputs=inputs, lists=lists)
    made = html.begin(parts.append, context)
    totals = Totals()
    for item in files:
        made.add(item)
        totals = add(totals, item)
    made.finish(totals._replace(waived=waived), notices)
    return "".join(parts)


def plain(text):
    """Return the text of a page without tags, style and script."""
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"<(?=td|br)", " <", text)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", "", text)).split())


# -- the page


def test_the_verdict_comes_first():
    page = plain(written(checked(), checked("Nothing.\n", (), "b.md")))
    assert page.index("1 finding in 1 of 2 documents") < page.index("It is safe and effective")
    assert "1 warning Needs evidence" in page
    assert "abc123" in page
    assert "not legal advice" in page


def test_no_findings_and_no_documents():
    assert "No findings in 1 document" in plain(written(checked(words=())))
    page = written()
    assert "No document was checked" in plain(page)
    assert "<form" not in page


def test_same_input_same_bytes_and_no_date(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = written(checked())
    assert first == written(checked())
    assert "<dt>Date" not in first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795262400")
    assert "21 November 2026" in written(checked())


@pytest.mark.parametrize("epoch", ["", "x", "-1", "1e9", "9" * 12, "٣"])
def test_an_odd_epoch_gives_no_date(epoch):
    assert html.date(epoch) == ""


def test_each_document_has_the_hash_of_its_bytes():
    source = "\ufeffcaf\u00e9\r\n"
    assert html_views.digest(source) == hashlib.sha256(source.encode()).hexdigest()
    assert html_views.digest("a\udcff") == hashlib.sha256(b"a\xff").hexdigest()
    assert html_views.digest("a\ud800")
    assert html_views.digest(ARTICLE) in written(checked())


def test_what_was_not_checked_is_said():
    settings = Settings(ignore=("hype",), exclude=("drafts/**",), jurisdictions=("us-ca",))
    notices = (Notice("x.md", "error", "is gone", 0, 0), Notice("y.md", "warning", "odd", 3, 1))
    page = plain(written(checked(), notices=notices, settings=settings))
    assert "Not checked x.md is gone" in page
    assert "y.md:3 odd" in page
    for part in ("hype", "drafts/**", "US-CA", "--strict adds them"):
        assert part in page


def test_waived_findings_are_listed_with_their_reasons():
    item = checked()
    waived = Waived(item.findings[0], "baseline", "trial on file")
    page = plain(written(item._replace(findings=(), waived=(waived,)), waived=1))
    assert "Waived findings" in page
    assert "a.md:3 safe and effective safe-claim warning trial on file baseline" in page


def test_the_policy_holds_the_hashes_of_style_and_script():
    page = written(checked())
    content = entities.unescape(re.search(r'Security-Policy" content="([^"]+)"', page)[1])
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in content
    assert content.startswith("default-src 'none'")


def test_nothing_comes_from_elsewhere():
    page = written(checked())
    assert not re.search(r"<(link|img|iframe|object|embed)\b|@import|url\(|\bsrc=", page)
    assert not re.search(r"<[^>]+\s(on\w+|style)=", page)


def test_ids_are_plain_and_one_finding_each():
    page = written(checked(), checked(path="b.md"), checked(path="c.md"))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "f-" + "ab" * 20 + ".2" in ids


def test_content_is_escaped_wherever_it_stands():
    words = "<b onclick=x>\"'&"
    item = checked(f"Our drip {words} cures.\n", (words,), f"{words}.txt", rule=words,
                   category=words, sources=(words,), advice=words, related=(words,),
                   fingerprint=words, block=words)  # fmt: skip
    page = written(item, notices=(Notice(words, "error", words),), inputs=(words,))
    assert "<b onclick" not in page
    assert page.count("&lt;b onclick=x&gt;") > 10


def test_template_marks_in_content_are_text():
    assert "{{ 6 * 7 }}" in written(checked("Our {{ 6 * 7 }} cures.\n", ("cures",), "a.txt"))


# -- the text and what stands in it


def test_a_claim_is_marked_in_the_visible_text():
    page = written(checked())
    mark = re.search(r'<a class="hit s2" href="#f-(ab)+"><mark>(.*?)</mark>', page, re.DOTALL)
    assert mark[2].split() == ["safe", "and", "effective"]
    assert '<span class="ref">W1</span>' in page
    assert "for you &amp; all" in page


def test_a_claim_in_an_alternative_text_is_marked_there():
    view = html_views.document_view(*checked(words=("heals",))[1:3], 10_000)
    claim = view.claims[0]
    part = view.parts[claim.block]
    assert (part.kind, part.text[claim.start : claim.end]) == ("alt", "heals")


def test_a_claim_without_a_place_is_shown_above_the_text():
    item = checked("<!-- cures -->\n\nText.\n", ("cures",))
    page = written(item)
    assert "About the document as a whole" in page
    assert "<mark>" not in page


def test_findings_on_the_document_come_first_and_numbers_follow():
    document = documents.extract("a.md", ARTICLE)
    one = found(document, "safe", fingerprint="1")
    two = found(document, "effective", fingerprint="2", scope="document")
    page = written(Checked("a.md", document, (one, two), ()))
    assert re.findall(r'<article class="card s2" id="f-(\d)"', page) == ["2", "1"]
    assert re.findall(r'class="badge">(W\d)', page) == ["W1", "W2"]


def test_claims_that_overlap_are_all_marked_and_the_worst_colours():
    text = "It cures every pain for good.\n"
    document = documents.extract("a.txt", text)
    wide = found(document, "cures every pain", fingerprint="1", severity=NOTE)
    inner = found(document, "pain for good", fingerprint="2", severity=ERROR)
    page = written(Checked("a.txt", document, (wide, inner), ()))
    runs = re.findall(r'<a class="hit s(\d)"[^>]*><mark>([^<]*)</mark>', page)
    assert runs == [("1", "cures every "), ("3", "pain"), ("3", " for good")]
    assert set(re.findall(r'class="ref">(\w+)<', page)) == {"N1", "E2"}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=6))
def test_runs_join_to_the_text(ranges):
    text = "".join(chr(97 + index % 26) for index in range(40))
    document = documents.extract("a.txt", text)
    claims = [
        html_views.Claim(found(document, "a"), 0, start, min(40, start + size), ())
        for start, size in ranges
    ]
    runs = html_views._runs(text, claims)
    assert "".join(run.text for run in runs) == text
    assert sum(len(run.ends) for run in runs) == len(claims)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(1, 90)), max_size=30))
def test_rows_hold_every_block_and_every_claim_once_and_in_order(blocks):
    parts, claims = [], []
    for index, (is_heading, number, size) in enumerate(blocks):
        parts.append(html_views.Part("heading" if is_heading else "cell", 0, False, "", "x" * size))
        claims += [
            html_views.Claim(FINDING, index, 0, 1, (), len(claims) + n) for n in range(number)
        ]
    view = html_views.View("a", "text", "", tuple(parts), tuple(claims))
    made = list(html_views.rows(view))
    assert [part for row in made for part, _ in row.blocks] == parts
    assert [claim for row in made for claim in row.claims] == claims
    for row in made:
        places = [
            index for index, part in enumerate(parts) if any(part is p for p, _ in row.blocks)
        ]
        assert all(claim.block in places for claim in row.claims)


# -- rewrites


def lines(redline):
    return [f"{kind}:{text}" for kind, text in redline.parts]


def redline_of(source, words, edits, path="a.md", segment=None):
    document = documents.extract(path, source)
    rewrite = Rewrite("review", "why", tuple(edits))
    finding = found(document, words, segment=segment or words, rewrites=(rewrite,))
    return html_views.document_view(document, [finding], 10_000).claims[0].redlines[0]


def test_a_rewrite_is_shown_on_the_visible_sentence():
    source = "First. It is **safe** for you &amp; all. Last.\n"
    start = source.index("safe")
    edit = Edit(start, start + 4, "being studied")
    made = redline_of(source, "safe", [edit], segment="It is safe for you & all.")
    assert lines(made) == [
        "same:It is ", "del:safe", "ins:being studied", "same: for you & all.",
    ]  # fmt: skip


def test_a_sentence_on_two_lines_and_several_edits():
    source = "It is safe\nand works.\n"
    edits = [Edit(17, 22, "b"), Edit(6, 10, "a"), Edit(0, 0, "So: ")]
    made = redline_of(source, "safe", edits, segment="It is safe and works.")
    assert [line for line in lines(made) if "same" not in line] == [
        "ins:So: ", "del:safe", "ins:a", "del:rks.", "ins:b",
    ]  # fmt: skip


def test_an_edit_of_markup_is_shown_on_the_source():
    source = "Drip\n\n<!-- x --> It is safe.\n"
    made = redline_of(source, "safe", [Edit(6, 10, "")])
    assert "del:<!--" in lines(made)


def test_a_rewrite_shows_deletions_and_insertions():
    item = checked(rewrites=(Rewrite("safe", "so", (Edit(20, 24, "<i>"),)),))
    page = written(item)
    assert "<ins>&lt;i&gt;</ins>" in page
    assert "<del>" in page
    assert "meaning kept" in page


# -- limits


def compared(baseline="", since="", untouched=0, left_out=0):
    """Return the lists of a run that was told to report only what is new."""
    changes = None
    if since:
        changes = Changes(SimpleNamespace(), since)
        changes.untouched, changes.left_out = untouched, left_out
    return Lists(Baseline(baseline, ()) if baseline else None, changes)


def test_what_a_baseline_accepts_is_said_with_its_number():
    item = checked()
    waived = (Waived(item.findings[0], "baseline", "x"), Waived(FINDING, "comment", "y"))
    item = item._replace(findings=(), waived=waived)
    page = plain(written(item, lists=compared("old.json")))
    said = "baseline old.json: 1 finding that it accepts is not in the counts, but listed as waived"
    assert said in page
    assert "what is not new" in page
    page = plain(written(checked(), lists=compared("old.json")))
    assert "the baseline old.json, which accepts none of them." in page
    page = plain(written(checked()))
    assert "baseline" not in page
    assert "not thereby in order" not in page


def test_what_a_change_leaves_out_is_said_with_its_number():
    lists = compared(since="since HEAD and main parted", untouched=1200, left_out=1)
    page = plain(written(checked(), notices=lists.changes.notices(), lists=lists))
    said = (
        "Only what changed since HEAD and main parted is reported: 1,200 documents without "
        "a change were not checked, and 1 finding that was there before was left out."
    )
    assert said in page
    assert page.count("there before") == 1
    assert "What is not marked below is not thereby in order" in page
    page = plain(written(checked(), lists=compared(since="in the diff x.diff")))
    assert "Only what changed in the diff x.diff is reported." in page


def test_a_document_says_how_much_of_it_is_waived(monkeypatch):
    item = checked()
    waived = tuple(Waived(FINDING._replace(line=line), "baseline", "x") for line in range(1, 5))
    monkeypatch.setattr(html, "CAP", 3)
    page = plain(written(item._replace(waived=waived), waived=4))
    assert "1 warning 4 waived markdown" in page
    assert "What is not marked below is not thereby in order" in page
    assert "a.md:3" in page and "a.md:4" not in page
    assert "1 more is not listed here; the formats json and jsonl list all." in page


def test_beyond_the_cap_the_worst_are_kept_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(html, "CAP", 3)
    text = "".join(f"Sentence {index} cures.\n\n" for index in range(10))
    document = documents.extract("a.md", text)
    severities = [1, 2, 3, 1, 2, 3, 1, 2, 1, 1]
    findings = tuple(
        found(document, f"{index} cures", severity=severity, fingerprint=f"{index}")
        for index, severity in enumerate(severities)
    )
    files = [
        Checked("a.md", document, findings[:5], ()),
        Checked("b.md", document, findings[5:], ()),
    ]
    page = written(*files)
    assert re.findall(r'<article class="card s\d" id="f-(\d)"', page) == ["1", "2", "5"]
    assert "7 findings are not in this report" in plain(page)
    assert "10 findings in 2 of 2 documents" in plain(page)


def test_a_long_document_is_shown_around_its_claims(monkeypatch):
    monkeypatch.setattr(html, "EXCERPT_ABOVE", 500)
    body = "".join(f"Paragraph {index} is plain.\n\n" for index in range(60))
    text = f"# Top\n\n## Part\n\n{body}Our drip cures.\n\n{body}"
    page = plain(written(checked(text, ("cures",))))
    assert "Top" in page
    assert "Paragraph 59 is plain." in page
    assert "Paragraph 30 is plain." not in page
    assert "58 blocks of text without findings are not shown" in page


def test_clean_documents_are_listed_when_there_is_no_room(monkeypatch):
    monkeypatch.setattr(html, "CLEAN_ROOM", 30)
    files = [
        checked("Nothing to say.\n", (), "a.md"),
        checked("Nothing again, dear.\n", (), "b.md"),
    ]
    page = plain(written(*files))
    assert "Nothing to say." in page
    assert "Nothing again" not in page
    assert "The text of this document (1 block) is not repeated here." in page
