"""How precise a rule is, in the words of code scanning, where that has been measured.

`rules/precision.yaml` holds for each rule how many labelled sentences it flagged and how many of
these were flaggable; `bench/accuracy.py --write` writes it.
"""

from __future__ import annotations

import os

MIN_SENTENCES = 10
"""With fewer a share says little, and no precision is given."""

_LEVELS = ((0.95, "very-high"), (0.85, "high"), (0.6, "medium"), (0.0, "low"))


def level(flagged: int, right: int) -> str:
    """Return `very-high`, `high`, `medium` or `low`; "" where too little was measured."""
    if flagged < MIN_SENTENCES:
        return ""
    return next(name for share, name in _LEVELS if right / flagged >= share)


def levels(path: str) -> dict[str, str]:
    """Return rule id -> level from a file of counts; what is not there has no level."""
    from claimlint import strict_yaml

    if not os.path.isfile(path):
        return {}
    with open(path, encoding="utf-8") as file:
        data = strict_yaml.load(file.read(), path)
    result = {}
    for rule, counts in data.items() if isinstance(data, strict_yaml.Map) else ():
        if isinstance(counts, strict_yaml.List) and len(counts) == 2:
            flagged, right = (int(count) for count in counts if isinstance(count, strict_yaml.Text))
            result[str(rule)] = level(flagged, right)
    return result


def builtin_levels() -> dict[str, str]:
    """Return the levels of the built-in rules."""
    from claimlint.rulebook.compile import builtin_folder

    return levels(os.path.join(builtin_folder(), "precision.yaml"))
