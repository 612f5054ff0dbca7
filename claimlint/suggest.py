"""Did you mean ...: the nearest known name to one that is not known."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def hint(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return `; did you mean 'x'?` for the nearest known name, else `otherwise`."""
    import difflib

    folded = {candidate.lower().replace("_", "-"): candidate for candidate in sorted(known)}
    asked = name.lower().replace("_", "-")
    near = difflib.get_close_matches(asked, folded, n=1, cutoff=0.6)
    return f"; did you mean '{folded[near[0]]}'?" if near else otherwise


def known_names(names: Iterable[str]) -> str:
    """Return `; known are a, b, c` for use where nothing comes near."""
    return "; known are " + ", ".join(sorted(names))
