"""What the options that several verbs share ask for (parsing.py reads them)."""

from __future__ import annotations

import os

from claimlint.errors import SettingsError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Sequence

    from claimlint.rulebook.compile import RuleBook
    from claimlint.settings import Settings


def settings_of(options: argparse.Namespace) -> Settings:
    """Return the settings of the configuration file with the shared options over them.

    A list on the command line replaces that of the configuration; `--rules` adds to it.
    Raises UsageError and SettingsError.
    """
    from claimlint import settings as module

    if options.config is not None and options.no_config:
        raise UsageError("--config and --no-config exclude each other")
    try:
        here = os.getcwd()
    except OSError:
        raise UsageError("the working directory does not exist any more") from None
    if options.config is not None:
        settings = module.load_file(options.config, here)
    elif options.no_config:
        settings = module.Settings(folder=here)
    else:
        settings = module.load(here)
    given = {
        name: tuple(value)
        for name in ("packs", "jurisdictions", "select", "ignore")
        if (value := getattr(options, name)) is not None
    }
    return settings._replace(**given, rules=(*settings.rules, *(options.rules or ())))


def book_of(options: argparse.Namespace, settings: Settings) -> RuleBook:
    """Return the rules of a run.

    Raises RuleError when a rule file or folder does not exist, UsageError or SettingsError when
    the settings name a pack, place, rule or category that does not exist.
    """
    from claimlint.rulebook import compile
    from claimlint.rulebook.model import JURISDICTIONS

    refuse_unknown("pack", settings.packs or (), compile.builtin_packs, settings)
    refuse_unknown("jurisdiction", settings.jurisdictions, lambda: JURISDICTIONS, settings)
    book = compile.rulebook(settings.rules, settings.packs, not options.no_cache)
    wanted = [
        *(settings.select + settings.ignore),
        *(name for o in settings.overrides for name in (*o.select, *o.ignore)),
    ]
    refuse_unknown("rule or category", wanted, lambda: _rule_names(book, settings), settings)
    return book


def refuse_unknown(
    what: str, names: Sequence[str], known: Callable[[], Collection[str]], settings: Settings
) -> None:
    """Raise UsageError for a name that is not known, SettingsError if the configuration has it.

    known: asked only where there are names.
    """
    names_known = known() if names else ()
    for name in names:
        if name not in names_known:
            from claimlint.suggest import hint, known_names

            far = "; see claimlint rules list" if what.startswith("rule") else ""
            near = hint(name, names_known, far or known_names(names_known))
            message = f"there is no {what} '{name}'{near}"
            line = getattr(name, "line", 0)
            if line:
                raise SettingsError(message, settings.path, line, getattr(name, "column", 0))
            raise UsageError(message)


def _rule_names(book: RuleBook, settings: Settings) -> Collection[str]:
    """Return the names that stand for rules; a rule of a pack that is not used is no mistake."""
    from claimlint.rulebook.compile import rulebook
    from claimlint.rulebook.model import CATEGORIES, DUTY_CATEGORIES

    names = {*CATEGORIES, *DUTY_CATEGORIES, *(rule.id for rule in book.rules)}
    if settings.packs is not None:
        names.update(rule.id for rule in rulebook().rules)
    return names


def wants_colour(when: str, at_terminal: bool) -> bool:
    """Tell whether colours are wanted (https://no-color.org, https://force-color.org)."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return os.environ["FORCE_COLOR"] != "0"
    return at_terminal and os.environ.get("TERM") != "dumb"
