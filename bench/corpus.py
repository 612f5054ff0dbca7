"""A deterministic corpus in the style of clinic pages, made from the project's own sentences."""

from __future__ import annotations

import glob
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
SENTENCES = os.path.join(os.path.dirname(HERE), "fixtures", "sentences", "*.jsonl")

_FILLER = """
The appointment takes about an hour and begins with a conversation about your history.
Please bring a list of the medicines you take and any letters from your doctor.
The clinic is on the second floor, and there is a lift beside the main entrance.
Our team will call you the day after your visit to ask how you are.
Parking is available behind the building, and the bus stops at the corner.
You can change or cancel a booking online up to a day before it.
Some people feel sore for a short while, and you can rest here as long as you wish.
The joint is held together by ligaments, and a layer of cartilage covers the bone.
A physiotherapist looks at how you walk, stand and climb stairs.
Fees are listed on our price page and are due on the day.
""".strip().splitlines()


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
    weights = (rate, rate, 1 - 2 * rate)
    result, length = [], 0
    while length < size:
        count = chance.randint(2, 6)
        text = " ".join(
            chance.choice(chance.choices((flag, clean, _FILLER), weights)[0]) for _ in range(count)
        )
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
