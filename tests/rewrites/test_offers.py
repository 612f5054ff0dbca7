"""What is offered for a sentence, and where nothing is."""

import pytest

from claimlint.checks import check
from claimlint.documents import extract
from claimlint.finding import NOTE

DENIED = [
    ("Ozone therapy reverses hip arthritis.",
     "Ozone therapy has not been shown to reverse hip arthritis."),
    ("Our exosome injections regenerate worn cartilage.",
     "Our exosome injections have not been shown to regenerate worn cartilage."),
    ("NAD+ infusions can boost your immune system.",
     "NAD+ infusions have not been shown to boost your immune system."),
    ("PRP may help regrow tendons.", "PRP has not been shown to regrow tendons."),
    ("Shockwave therapy relieves heel pain and improves mobility.",
     "Shockwave therapy has not been proven to relieve heel pain or improve mobility."),
    ("Red light therapy treats the root cause, not just the symptoms.",
     "Red light therapy has not been shown to treat the root cause."),
    ("Our laser delivers instant results.",
     "Our laser has not been shown to deliver instant results."),
    ("Overall, hyperbaric oxygen therapy permanently cures sciatica.",
     "Overall, hyperbaric oxygen therapy has not been shown to cure sciatica."),
    ("Stem cell therapy rebuilds the disc, restoring its height.",
     "Stem cell therapy has not been shown to rebuild the disc."),
    ("Knee pain is relieved by prolotherapy.",
     "It has not been established that knee pain is relieved by prolotherapy."),
    ("You will run without pain after the course.",
     "It cannot be predicted whether you will run without pain after the course."),
]  # fmt: skip

DELETED = [
    ("We offer a safe and effective program for people with gout.",
     "We offer a program for people with gout."),
    ("Our world-class injections are given by nurses.",
     "Our injections are given by nurses."),
    ("We are the #1 exosome clinic in Reno.", "We are an exosome clinic in Reno."),
    ("This life-changing treatment is given in our Austin office.",
     "This treatment is given in our Austin office."),
]  # fmt: skip

REWORDED = [
    ("We guarantee fuller hair.", "We cannot guarantee fuller hair."),
    ("Suitable for everyone", "Not suitable for everyone"),
    ("Clinically proven to regrow hair", "Not clinically proven to regrow hair"),
]


@pytest.mark.parametrize(("before", "after"), [*DENIED, *DELETED, *REWORDED])
def test_a_plain_claim_gets_a_safe_rewrite(offers, before, after):
    assert offers(before).get(after) == "safe", offers(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Say Goodbye to Neck Pain for Good",
         "## Neck Pain: What Treatment Can and Cannot Do"),
        ("Stem cells treat autism.", "Stem cells have not been shown to treat autism."),
        ("Studies show that PRP heals tendons.",
         "Studies have given mixed results on whether PRP heals tendons."),
        ("- Prevents dementia and strengthens memory",
         "- Not shown to prevent dementia or strengthen memory"),
        ("By reducing inflammation, ozone therapy cures arthritis.",
         "Ozone therapy has not been shown to cure arthritis."),
    ],
)  # fmt: skip
def test_what_restructures_or_is_serious_is_for_review(offers, before, after):
    assert offers(before).get(after) == "review", offers(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Find out how PRP therapy regrows cartilage.",
         "Find out whether PRP therapy regrows cartilage."),
        ("PRP therapy. Our results are often long-lasting.",
         "PRP therapy. It has not been established that our results are often long-lasting."),
        ("Unlike lotions, which fade, PRP treats the root cause of hair loss.",
         "PRP has not been shown to treat the root cause of hair loss."),
        ("Our adjustments heal slipped discs, so you can throw away your pills.",
         "Our adjustments have not been shown to heal slipped discs."),
        ("Instant hangover relief, guaranteed.", "Instant hangover relief cannot be guaranteed."),
        ("# PRP works in as little as two days",
         "# PRP has not been shown to work in as little as two days"),
        ("# Leeds's best chiropractor", "# A chiropractor in Leeds"),
        ("- No downtime at all\n- PRP", "- Ask how long recovery takes\n- PRP"),
        ("- 100% safe", "- Ask your clinician about the risks"),
        ("## Our Ozone Drip for Sciatica Relief | Elm Clinic",
         "## Ozone and Sciatica: What the Evidence Shows | Elm Clinic"),
    ],
)  # fmt: skip
def test_more_frames_for_review(offers, before, after):
    assert after in offers(before), offers(before)


@pytest.mark.parametrize(
    "source",
    [
        "### Benefits at a glance",
        "- Expect incredible results from your first PRP drip",
        "Become pain free with our decompression table.",
        "- Lasting relief with PRP",
        "![Runner whose sciatica was cured by ozone](runner.png)",
    ],
)
def test_nouns_and_readers_are_no_treatments(offers, source):
    """What the reader does, and a noun that looks like a verb, is never denied to a treatment."""
    assert not any("not been" in after or "Not shown" in after for after in offers(source))


@pytest.mark.parametrize(
    "source",
    [
        "It is natural, so we guarantee that PRP works.",
        "You can relax because we guarantee results.",
    ],
)
def test_a_reason_is_not_turned_round(offers, source):
    assert not any("cannot guarantee" in after for after in offers(source)), offers(source)


@pytest.mark.parametrize(
    "source",
    [
        '"My knee is like new after PRP!" - Ana, 57',
        "> Stem cell therapy cured my arthritis for good.",
        "Our success rate is 96%.",
        "Our exosomes are FDA-approved for arthritis.",
        "Exosomes protect you against COVID-19.",
        "Trusted by Olympic sprinters",
        "*These statements have not been evaluated by the FDA. PRP heals tendons.*",
        "1. Doe, J. Stem cell therapy heals cartilage. Journal of Joints. doi:10.1000/1",
    ],
)
def test_advice_only_gets_no_edit(offers, source):
    assert offers(source) == {}


@pytest.mark.parametrize(
    "source",
    [
        "Exercise relieves knee pain.",
        "Physiotherapy restores mobility after surgery.",
        "These methods lower stress and improve sleep. Meditation and exercise are examples.",
        "PRP contains growth factors.",
        "Our goal is a full recovery.",
    ],
)
def test_an_accepted_fact_is_never_denied(offers, source):
    assert not any("not been" in after for after in offers(source)), offers(source)


@pytest.mark.parametrize(
    "source",
    [
        "Meditation lowers stress. These methods improve sleep and cure insomnia.",
        "Regular exercise helps. It cures back pain and reverses arthritis.",
    ],
)
def test_what_it_stands_for_must_be_promoted(offers, source):
    assert not any("not been" in after for after in offers(source)), offers(source)


def test_edits_stay_clear_of_markup(offers):
    after = offers("Ozone therapy **reverses** arthritis.")
    assert "Ozone therapy **has not been shown to reverse** arthritis." in after


def test_an_edit_through_markup_is_not_offered(reworded):
    findings, document = reworded("Ozone therapy can **help** reverse arthritis.")
    for finding in findings:
        for rewrite in finding.rewrites:
            for edit in rewrite.edits:
                assert "*" not in document.source[edit.start : edit.end]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("page.md", "---\ntitle: Say Goodbye to Neck Pain for Good\n---\n\nText.\n"),
        ("data.yaml", "heading: Say Goodbye to Neck Pain for Good\n"),
        ("data.json", '{"heading": "Say Goodbye to Neck Pain for Good"}'),
        ("page.html", '<img alt="Say Goodbye to Neck Pain for Good">'),
    ],
)
def test_data_keeps_its_syntax(offers, path, source):
    for after in offers(source, path):
        assert after.count(":") == source.count(":"), after
        assert after.count('"') == source.count('"'), after


def test_every_rewrite_lints_clean_where_it_changed_something(offers, book):
    for before, _ in [*DENIED, *DELETED, *REWORDED]:
        for after in offers(before):
            found = [
                f for f in check(extract("page.md", after), book)
                if f.scope == "span" and f.severity > NOTE
            ]  # fmt: skip
            assert len(found) < max(2, len(check(extract("page.md", before), book))), after


def test_a_rewrite_is_not_reworded_again(offers, reworded):
    for before, after in DENIED:
        findings, _ = reworded(after)
        assert not [f for f in findings if f.rewrites], (before, after)


def test_rules_may_refuse_and_lower_frames(tmp_path):
    from claimlint.rewrites.offer import Rewriter
    from claimlint.rulebook.compile import rulebook

    text = """\
- id: zorb-heals
  category: regeneration
  severity: error
  title: Says that a treatment zorbs
  why: Nobody has measured it.
  sources: [us-ftc-act-5]
  match: ["heals zorbs"]
  rewrites:
    - {frame: deny, applicability: review}
    - {refuse: [tail, relative]}
    - {match: "heals zorbs fast", text: "is said to suit zorbs", applicability: safe}
  examples: {flag: ["PRP heals zorbs."], pass: ["We sell zorbs."]}
"""
    path = tmp_path / "zorb.yaml"
    path.write_text(text, encoding="utf-8")
    own = rulebook([str(path)], use_cache=False)
    assert not own.errors
    document = extract("page.md", "PRP heals zorbs fast.")
    findings = Rewriter(own).reworded(document, check(document, own))
    levels = {r.description: r.applicability for f in findings for r in f.rewrites}
    assert levels.get("Say that it has not been shown.") == "review"
    assert levels.get("Say no more than can be kept.") == "safe"


def test_a_long_block_is_reworded_like_a_short_one(reworded):
    """Only the sentences around an edit are read again where a block is long."""
    claims = ["Ozone therapy reverses arthritis.", "We guarantee fuller hair.", "We open at nine."]
    findings, _ = reworded(" ".join(claims * 60) + "\n")
    short, _ = reworded(" ".join(claims) + "\n")
    made = {tuple(e.replacement for e in r.edits) for f in short for r in f.rewrites}
    assert made
    for finding in (f for f in findings if f.scope == "span"):
        assert finding.rewrites, finding.segment
        for rewrite in finding.rewrites:
            assert tuple(edit.replacement for edit in rewrite.edits) in made


def test_what_a_long_block_states_elsewhere_still_counts(tmp_path):
    """A rule that is met far away in its block must not be found by the check of a rewrite."""
    from claimlint.rewrites.offer import Rewriter
    from claimlint.rulebook.compile import rulebook

    rules = """\
- id: zorb-heals
  category: regeneration
  severity: error
  title: Says that a treatment zorbs
  why: Nobody has measured it.
  sources: [us-ftc-act-5]
  match: ["heals zorbs"]
  rewrites: [{match: "heals zorbs", text: "suits zorbs", applicability: safe}]
  examples: {flag: ["PRP heals zorbs."], pass: ["We sell zorbs."]}
- id: zorb-suits
  category: regeneration
  severity: error
  title: Says that a treatment suits zorbs, without the notice
  why: Nobody has measured it.
  sources: [us-ftc-act-5]
  match: ["suits zorbs"]
  unless: {block: ["ask the zorbist"]}
  examples: {flag: ["PRP suits zorbs."], pass: ["We sell zorbs."]}
"""
    path = tmp_path / "zorb.yaml"
    path.write_text(rules, encoding="utf-8")
    own = rulebook([str(path)], use_cache=False)
    assert not own.errors
    padding = "The clinic opens at nine in the morning. " * 80
    for notice, offered in (("Ask the zorbist.", True), ("", False)):
        document = extract("page.md", f"PRP heals zorbs. {padding}{notice}\n")
        findings = Rewriter(own).reworded(document, check(document, own))
        wordings = [e.replacement for f in findings for r in f.rewrites for e in r.edits]
        assert ("suits zorbs" in wordings) is offered


def test_a_sentence_without_an_end_is_left_alone(offers):
    assert offers("PRP cures arthritis and we open at nine and " * 60) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ozone therapy — 100% safe.", "Ozone therapy — ask your clinician about the risks."),
        ("- Promotes healthy, glowing skin", "- Promotes healthy"),
        ("- Feel relief within minutes of the drip", "- Effect on feel not established"),
        ("A magic bullet for fatigue.", "A bullet for fatigue."),
        ("- Lower-back pain\n- PRP", "- Not shown to lower-back pain\n- PRP"),
        ("Our laser is gentle, fast-acting and safe.", "Our laser is gentle."),
        ("Bloodletting is effective to cure arthritis.", "Bloodletting is effective."),
        ("The peel enables creams to erase wrinkles.", "The peel enables creams."),
        ("Discover the path to clear skin.", "Discover the path."),
        ("Exosome injections (EXO) cure arthritis.",
         "Exosome injections (EXO) has not been shown to cure arthritis."),
        ("Ranked the number one clinic in Leeds.", "Ranked a clinic in Leeds."),
        ("We are the leading stem cell clinic in Leeds.",
         "We are the stem cell clinic in Leeds."),
        ("Our laser relieves neck pain and mends discs.", "Our laser relieves neck pain."),
        ("PRP strengthens knees by laying down fibres.",
         "PRP is being studied for its effects on knees by laying down fibres."),
        ("Studies show the benefits of PRP.",
         "Studies have given mixed results on whether the benefits of PRP."),
    ],
)  # fmt: skip
def test_a_rewrite_reads_whole(offers, before, after):
    assert (after in offers(before)) is ("—" in before), offers(before)


@pytest.mark.parametrize(
    "source",
    [
        "Botox smooths frown lines.",
        "## Botox\n\n- Smooths frown lines",
        "Micro-needling creates tiny punctures in the skin and reverses scars.",
        "NAD helps the liver break down fats.",
        "CBD reduces seizures in epilepsy.",
        "Our facial removes debris from clogged pores and reduces acne.",
        "Vitamin C supports immunity.",
    ],
)
def test_a_process_or_an_approved_effect_is_never_denied(offers, source):
    """A sentence that also says what is known, or how something is done, is not denied."""
    denials = ("not been", "Not shown", "being studied", "not established")
    assert not any(words in after for after in offers(source) for words in denials)


@pytest.mark.parametrize(
    "source",
    [
        "Our laser stimulates collagen, leaving skin smoother.",
        "- Enhance Repair: Exosomes heal tendons, thereby relieving pain.",
        "We offer an exosome drip to boost energy, restoring your confidence.",
        "PRP heals tendons and relieves pain, giving you lasting results.",
        "Unlike drugs that mask pain, PRP regenerates cartilage.",
    ],
)
def test_no_other_claim_is_left_beside_a_rewrite(offers, book, source):
    assert offers(source)
    for after in offers(source):
        left = check(extract("page.md", after), book)
        assert not [f for f in left if f.scope == "span" and f.severity > NOTE], after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- Enhance Repair: Exosomes heal tendons.",
         "- Repair: Exosomes have not been shown to heal tendons."),
        ("We can reverse arthritis and relieve knee pain.",
         "We cannot promise to reverse arthritis or relieve knee pain."),
        ("Ozone therapy is particularly effective for gout.",
         "Ozone therapy has not been proven to be effective for gout."),
        ("Ozone therapy is a valuable, effective treatment for gout.",
         "Ozone therapy has not been proven to be an effective treatment for gout."),
        ("- Stimulate Hair Growth", "- Not Shown to Stimulate Hair Growth"),
    ],
)  # fmt: skip
def test_a_denial_takes_along_what_stands_around_it(offers, before, after):
    assert after in offers(before), offers(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It is a safe treatment.", "It is a treatment."),
        ("Each drip is crafted to restore balance.", "Each drip is crafted."),
        ("PRP lets you return to a pain-free lifestyle.", "PRP lets you return to a lifestyle."),
        ("So you are not just trying to regenerate cartilage.", "So you are."),
        ("Infrared light is a gentle, soothing and healing warmth.", "Infrared light is a gentle."),
    ],
)
def test_nothing_is_left_that_says_nothing(offers, before, after):
    assert after not in offers(before)


def test_alternatives_differ_in_kind(reworded):
    findings, _ = reworded("PRP promotes tissue repair.")
    (finding,) = [f for f in findings if f.rewrites]
    kinds = [rewrite.description for rewrite in finding.rewrites]
    assert len(kinds) > 1
    assert len(set(kinds)) == len(kinds)
    assert [r.applicability for r in finding.rewrites] == ["safe", "review"]
