"""A deterministic corpus in the style of clinic pages, made from the project's own sentences."""

from __future__ import annotations

import glob
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
SENTENCES = os.path.join(os.path.dirname(HERE), "fixtures", "sentences", "*.jsonl")

_OPENINGS = (
    "In the morning|After lunch|On most days|At the first visit|Before the holidays|Once a month|"
    "During the week|As a rule|In the waiting room|At the end of the visit|On the phone|Next door"
)
_SUBJECTS = (
    "the receptionist|our nurse|a colleague|the front desk|the bookkeeper|a student|the teacher|"
    "the driver|the caretaker|the doctor on duty|the secretary|a visitor|the pharmacist|the cook"
)
_VERBS = (
    "opens|reads|sorts|answers|prints|checks|copies|sends|files|counts|carries|signs|folds|"
    "describes|orders|moves|repeats|looks through|writes down|hands over"
)
_OBJECTS = (
    "the letters|a long form|the new leaflets|two chairs|the appointment book|a map of the house|"
    "the questions of the week|the price list|a list of medicines|the old records|the house rules|"
    "a cup of tea|the instructions for the lift|the opening hours|some photographs|the keys"
)
_TAILS = (
    "before the doors open|while the others wait|and puts them on the shelf|for the next shift|"
    "with great care|in the room on the left|because the printer is slow|as the plan says|"
    "so that nothing is lost|without much noise|and then goes home|when the bell rings|"
    "near the window|although it rains|if there is time|on the second floor"
)
_SHAPES = (
    "{opening}, {subject} {verb} {object} {tail}.",
    "{Subject} {verb} {object} {tail}.",
    "{Subject} {verb} {object}, and {subject2} {verb2} {object2}.",
    "{Subject} says that {subject2} {verb2} {object} {tail}.",
    "{opening}, {subject} {verb} {object} {tail}, and {subject2} {verb2} {object2} {tail2}.",
)


def filler(chance: random.Random) -> str:
    """Return a plain sentence, one of some millions."""
    words = {
        name: chance.choice(choices.split("|"))
        for name, choices in {
            "opening": _OPENINGS, "subject": _SUBJECTS, "subject2": _SUBJECTS, "verb": _VERBS,
            "verb2": _VERBS, "object": _OBJECTS, "object2": _OBJECTS, "tail": _TAILS,
            "tail2": _TAILS,
        }.items()
    }  # fmt: skip
    words["Subject"] = words["subject"][:1].upper() + words["subject"][1:]
    return chance.choice(_SHAPES).format(**words)


def sentences() -> tuple[list[str], list[str]]:
    """Return (flaggable, clean) sentences of the fixtures, sorted."""
    flag, clean = [], []
    for path in sorted(glob.glob(SENTENCES)):
        with open(path, encoding="utf-8") as handle:
            for line in handle:
                entry = json.loads(line)
                (flag if entry["severity"] else clean).append(entry["text"])
    return flag, clean


def paragraphs(size: int, seed: int = 7, rate: float = 0.08) -> list[str]:
    """Return paragraphs of about `size` bytes in all.

    `rate` of the sentences are flaggable, as many are near misses, the rest are plain prose.
    """
    flag, clean = sentences()
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    kinds = (lambda: chance.choice(flag), lambda: chance.choice(clean), lambda: filler(chance))
    weights = (rate, rate, 1 - 2 * rate)
    result, length = [], 0
    while length < size:
        count = chance.randint(2, 6)
        text = " ".join(chance.choices(kinds, weights)[0]() for _ in range(count))
        result.append(text)
        length += len(text) + 2
    return result


def markdown(size: int, seed: int = 7) -> str:
    """Return a Markdown article of about `size` bytes."""
    chance = random.Random(seed)  # noqa: S311
    parts = ["---\ntitle: A page about joints\ndate: 2024-05-01\n---\n"]
    for index, text in enumerate(paragraphs(size, seed)):
        if index % 6 == 0:
            parts.append(f"## Part {index // 6 + 1}")
        words = text.split(" ")
        at = chance.randrange(len(words))
        words[at] = f"**{words[at]}**"
        if index % 5 == 4:
            parts.append("\n".join(f"- {item}" for item in text.split(". ")))
        elif index % 7 == 3:
            parts.append(f"{' '.join(words)} [More](https://clinic.example/{index}).")
        else:
            parts.append(" ".join(words))
    return "\n\n".join(parts) + "\n"


def html(size: int, seed: int = 7) -> str:
    """Return an HTML page of about `size` bytes."""
    parts = ["<!doctype html><html><head><title>Joints</title></head><body><main>"]
    for index, text in enumerate(paragraphs(size, seed)):
        if index % 6 == 0:
            parts.append(f'<h2 class="section-title">Part {index // 6 + 1}</h2>')
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        parts.append(f'<div class="row"><p class="lead">{safe}</p></div>')
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def plain(size: int, seed: int = 7) -> str:
    """Return plain text of about `size` bytes."""
    return "\n\n".join(paragraphs(size, seed)) + "\n"


def mdx(size: int, seed: int = 7) -> str:
    """Return an MDX page of about `size` bytes."""
    head = "import Card from './Card'\n\n"
    body = []
    for index, text in enumerate(paragraphs(size, seed)):
        safe = text.replace("{", "(").replace("}", ")").replace("<", "(")
        body.append(f'<Card title="Part {index}">\n\n{safe}\n\n</Card>' if index % 5 == 0 else safe)
    return head + "\n\n".join(body) + "\n"
