"""How GitHub's runner reads a line of a step's output (actions/runner, ActionCommand), in short."""

from __future__ import annotations

import re
from collections import namedtuple

Command = namedtuple("Command", "name properties message")


def commands(output):
    """Return the workflow commands in some output, as the runner takes them."""
    found = []
    for line in re.split("\r\n|\n|\r", output):
        stripped = line.lstrip()
        if stripped.startswith("::"):
            head, _, message = stripped[2:].partition("::")
            name, _, rest = head.partition(" ")
            pairs = [pair.partition("=") for pair in rest.split(",") if pair]
            properties = {key: _property(value) for key, _, value in pairs}
            found.append(Command(name, properties, _data(message)))
        elif "##[" in line:
            found.append(Command("legacy", {}, line))
    return found


def _data(text):
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _property(text):
    text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",")
    return text.replace("%25", "%")
