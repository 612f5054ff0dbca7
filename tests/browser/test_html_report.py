"""The HTML report in a real browser. Skipped without Chromium and Playwright; see conftest.py."""

import re

import pages
import pytest

pytestmark = pytest.mark.slow

HOSTILE = (
    "<script>window.pwned = 1</script>",
    "<img src=x onerror=window.pwned=1>",
    '" onmouseover="window.pwned=1" autofocus onfocus="window.pwned=1',
    "</style></script><svg onload=window.pwned=1>",
    "{{ 7 * 191 }}{% raw %}",
    "javascript:window.pwned=1",
    "abc\u202ecba\u2066",
    "zero\u200bwidth\ufeff",
    "bell\x07 escape\x1b[2J",
    "lone\udcff",
)


@pytest.fixture(scope="module")
def texts():
    """Reports by number of claims."""
    return {number: pages.sized(number) for number in (0, 1, 500)}


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens a report and fails on any message of the page."""
    contexts, messages = [], []

    def open_(text, hash="", **options):
        path = tmp_path / "report.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda r: r.url.startswith("file:") or messages.append(r.url))
        page.goto(path.as_uri() + hash)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert messages == []


def visible_cards(page):
    return page.locator(".card:not([hidden])").count()


def field(page, name):
    return page.locator(f"form [name={name}]")


def settle(page):
    """Wait until the search box has been heeded."""
    page.wait_for_timeout(300)


# -- filters


def test_severities_filter_and_the_address_keeps_them(opened, texts):
    page = opened(texts[500])
    page.get_by_label("notes").uncheck()
    page.get_by_label("warnings").uncheck()
    assert page.locator("#status").inner_text() == "180 of 500 findings"
    assert visible_cards(page) == 180
    assert page.url.endswith("#?severity=error")
    assert page.locator("a.hit.s2:not(.off)").count() == 0


def test_all_filters_work_together_and_can_be_reset(opened, texts):
    page = opened(texts[500])
    field(page, "category").select_option("safety")
    assert visible_cards(page) == 160
    field(page, "source").select_option("us-one")
    assert visible_cards(page) == 160
    field(page, "file").select_option(label="content/article-0003.md")
    assert visible_cards(page) == 8
    field(page, "text").fill("sentence 4 of")
    settle(page)
    assert visible_cards(page) == 1
    assert page.locator("section.doc:visible").count() == 1
    page.get_by_role("button", name="Reset").click()
    settle(page)
    assert visible_cards(page) == 500
    assert "#" not in page.url


def test_a_filtered_view_is_a_link(opened, texts):
    page = opened(texts[500], "#?severity=error%2Cnote&category=efficacy&text=article+2+says")
    assert page.locator("#status").inner_text() == "8 of 500 findings"
    assert field(page, "text").input_value() == "article 2 says"
    assert not page.get_by_label("warnings").is_checked()


def test_nothing_found_is_said(opened, texts):
    page = opened(texts[500], "#?text=no-such-words")
    assert page.get_by_text("No finding fits the filters.").is_visible()
    assert page.locator("#status").get_attribute("aria-live") == "polite"


def test_a_hostile_address_does_nothing(opened, texts):
    page = opened(texts[1], "#?category=%22%3E%3Cimg%20src=x%20onerror=pwned=1%3E&text=%3Cb%3E")
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img").count() == 0
    assert field(page, "text").input_value() == "<b>"


# -- deep links, keys, copying


def test_a_deep_link_shows_its_finding(opened, texts):
    anchor = re.findall(r'<article class="card[^>]* id="(f-[0-9a-f]+)"', texts[500])[400]
    page = opened(texts[500], f"#{anchor}")
    settle(page)
    assert page.evaluate("document.activeElement.id") == anchor
    box = page.locator(f"#{anchor}").bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"]


def test_a_deep_link_to_a_filtered_finding_lifts_the_filters(opened, texts):
    page = opened(texts[500], "#?severity=error")
    hidden = page.locator(".card.s1").first.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", hidden)
    settle(page)
    assert page.locator(f"#{hidden}").is_visible()
    assert visible_cards(page) == 500


def test_keys_go_from_finding_to_finding(opened, texts):
    page = opened(texts[500])
    numbers = []
    for key in "jjjk":
        page.keyboard.press(key)
        numbers.append(page.evaluate("document.activeElement.querySelector('.badge').textContent"))
    assert [n.split()[0] for n in numbers] == ["E1", "W2", "N3", "W2"]
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("/")
    page.keyboard.type("jjk")
    assert field(page, "text").input_value() == "jjk"


def test_keys_pass_over_filtered_findings(opened, texts):
    page = opened(texts[500], "#?severity=error")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.querySelector('.badge').textContent") == "E4 error"
    assert page.url.endswith("#?severity=error")


def test_every_control_can_be_reached_by_tab_and_shows_it(opened, texts):
    page = opened(texts[1])
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => {
              const at = document.activeElement;
              const ring = getComputedStyle(at.closest('.pill') || at).outlineStyle;
              return [at.name || at.className.split(' ')[0] || at.tagName, ring];
            }"""
        )
        if name == "BODY":
            break
        seen.add(name)
        assert ring != "none", name
    assert {"skip", "severity", "category", "source", "file", "text", "link", "copy"} <= seen


def test_the_new_wording_is_copied(opened, texts):
    page = opened(texts[1], permissions=["clipboard-read", "clipboard-write"])
    page.locator("button.copy").click()
    page.get_by_text("New wording copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Sentence 0 of article 0 says that our drip has not been shown to help for you."
    )


def test_a_link_is_copied(opened, texts):
    page = opened(texts[1], permissions=["clipboard-read", "clipboard-write"])
    page.locator("a.link").click()
    page.get_by_text("Link copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert "#f-" in copied


# -- without scripts, on paper, small


def test_all_is_there_without_scripts(opened, texts):
    page = opened(texts[500], java_script_enabled=False)
    assert page.locator(".card:visible").count() == 500
    assert page.locator("form.filters").is_hidden()
    assert page.locator("button.copy:visible").count() == 0
    assert page.get_by_text("looks binary").is_visible()


def test_paper_has_everything(opened, texts):
    page = opened(texts[500], "#?severity=error")
    page.get_by_role("button", name="Reset").click()
    page.emulate_media(media="print")
    settle(page)
    assert page.locator(".card:visible").count() == 500
    assert page.locator("form.filters").is_hidden()
    assert page.get_by_text("The clinic opens at nine.").last.is_visible()
    link = page.locator(".provisions a[href^=http]").first
    content = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert "<" in content
    assert "example.org" in link.get_attribute("href")
    pdf = page.pdf(format="A4")
    count = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 60 < count < 300


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_window(opened, texts, width):
    page = opened(texts[500], viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("claims", [0, 1, 500])
@pytest.mark.parametrize("look", ["light", "dark", "print", "forced"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(opened, texts, claims, look, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(
        texts[claims],
        bypass_csp=True,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
        reduced_motion="reduce",
    )
    if look == "print":
        page.emulate_media(media="print")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]})
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]] == []


# -- nothing of the content is obeyed


def hostile_report():
    files = []
    for number, text in enumerate(HOSTILE):
        words = pages.WORDS[0][0]
        item = pages.checked(f"content/{number}{text}.md", f"Our drip {words} for you. x\n")
        changed = [
            finding._replace(
                message=f"'{words}': {text}", advice=text, rule=text, category=text,
                sources=(text, "uk-two"), fingerprint=text, block=text, related=(text,),
                rewrites=(finding.rewrites[0]._replace(
                    description=text,
                    edits=(finding.rewrites[0].edits[0]._replace(replacement=text),),
                ),),
            )
            for finding in item.findings
        ]  # fmt: skip
        files.append(item._replace(findings=tuple(changed)))
        files.append(pages.checked(f"text/{number}.txt", f"{text} {words} {text}\n"))
    notices = [pages.Notice(text, "error", text) for text in HOSTILE]
    return pages.report(files, notices)


def test_hostile_content_is_shown_and_not_obeyed(opened):
    page = opened(hostile_report().encode("utf-8", "strict").decode())
    settle(page)
    assert page.evaluate("window.pwned") is None
    assert page.locator("script").count() == 1
    assert page.locator("main :is(img, svg, iframe, object, script, style)").count() == 0
    odd = "e => [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')"
    assert not page.evaluate(f"[...document.querySelectorAll('*')].some({odd})")
    hrefs = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert [h for h in hrefs if not re.match(r"#|https?://", h)] == []
    body = page.locator("body").inner_text()
    assert "<script>window.pwned = 1</script>" in body
    assert "\\u202e" in body
    assert "{{ 7 * 191 }}" in body
    assert "1337" not in body
    assert not re.search("[\u202e\u2066\u200b\x07\x1b]", page.content())


def test_the_policy_stops_other_scripts(opened, texts, browser, tmp_path):
    text = texts[1].replace("</body>", "<script>window.pwned = 1</script></body>")
    path = tmp_path / "planted.html"
    path.write_text(text, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("window.pwned") is None
    page.close()


# -- size


def test_five_thousand_findings_open_and_filter(opened):
    page = opened(pages.sized(5000), viewport={"width": 1280, "height": 900})
    assert visible_cards(page) == 5000
    field(page, "text").fill("sentence 7 of")
    settle(page)
    page.wait_for_function("document.querySelector('#status').textContent.includes(' of ')")
    assert visible_cards(page) == 200
