"""Compiles the rules while a wheel is built, so that the first run of a user need not.

An editable install and a checkout have no such tables: their rules may change at any time.
"""

from __future__ import annotations

import glob
import json
import os
import sys
import tempfile

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Tables(BuildHookInterface):
    """Adds the compiled tables to a wheel."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Write the tables into a folder that goes when the wheel is there."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from claimlint.rulebook import ship
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory()
        for name in ship.write(self._folder.name, texts(self.root)):
            path = os.path.join(self._folder.name, name)
            build_data["force_include"][path] = f"claimlint/rules/{name}"

    def finalize(self, version: str, build_data: dict, artifact_path: str) -> None:
        """Remove that folder."""
        folder = getattr(self, "_folder", None)
        if folder is not None:
            folder.cleanup()


def texts(root: str) -> list[str]:
    """Return the sentences of the fixtures, which are in the style of what will be checked."""
    found = []
    for path in sorted(glob.glob(os.path.join(root, "fixtures", "sentences", "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            found += [json.loads(line)["text"] for line in file]
    return found
