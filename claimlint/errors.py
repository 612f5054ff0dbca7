"""Errors that a user can cause: each says what is wrong, where, and what to do."""

from __future__ import annotations


class ClaimlintError(Exception):
    """Something in the user's input, settings or rules is wrong.

    `path` names the file, `line` and `column` (1-based, code points; 0: not known) the place.
    `level` is that of the notice that it becomes where a run goes on.
    """

    level = "error"

    def __init__(self, message: str, path: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = self.path
        if place and self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        return f"{place}: {self.message}" if place else self.message


class UsageError(ClaimlintError):
    """The command line asks for something that does not exist or does not fit together."""


class SettingsError(ClaimlintError):
    """A configuration file cannot be read or says something that claimlint does not know."""


class RuleError(ClaimlintError):
    """A rule file cannot be read or one of its rules is not valid."""


class InputError(ClaimlintError):
    """A content file cannot be read."""


class NotContent(InputError):
    """A file is left out because no reader of the site sees it; a run is complete without it."""

    level = "warning"


class OutputError(ClaimlintError):
    """A report cannot be written."""
