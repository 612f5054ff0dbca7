"""The order in which reports that have room for a part of the findings show them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claimlint.finding import Finding


def worst_first(finding: Finding) -> tuple[int, str, int, int, str]:
    """Return a sort key: the gravest first, then by path, line, column and rule."""
    return -finding.severity, finding.path, finding.line, finding.column, finding.rule


def counted(number: int, name: str) -> str:
    """Return `1 error`, `2 errors`, `5,000 errors`."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
