"""`claimlint lsp`: the language server for editors, on standard input and output."""

from __future__ import annotations

from claimlint import parsing
from claimlint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL = 'pip install "claimlint-health[lsp]"'

_ABOUT = f"""Speak the language server protocol on standard input and output: findings while you
write, hovers, and fixes. An editor starts this. It needs the extra `lsp`: {INSTALL}"""


def parser() -> parsing.Parser:
    """Return the parser of this verb."""
    result = parsing.parser("claimlint lsp", "[OPTIONS]", _ABOUT)
    group = result.add_argument_group("editor")
    group.add_argument("--strict", action="store_true", help="report notes as well")
    group.add_argument("--stdio", action="store_true", help="the default; some editors add it")
    parsing.add_rule_options(result)
    parsing.add_common_options(result)
    return result


def main(argv: Sequence[str]) -> int:
    """Run the server until the client ends it, and return its exit code."""
    given, rest = parser().read(argv)
    if rest:
        raise UsageError(f"claimlint lsp takes no paths: {rest[0]}")
    if given.config is not None and given.no_config:
        raise UsageError("--config and --no-config exclude each other")
    try:
        import pygls.lsp.server  # noqa: F401 - to see that it is there
    except ImportError as error:
        raise UsageError(
            f"the language server needs the extra `lsp` ({error}); install it with: {INSTALL}"
        ) from None
    from claimlint.editor.server import serve

    return serve(given)
