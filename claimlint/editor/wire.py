"""Bytes <-> messages of the base protocol.

A client may send anything: a header that says nothing, a body that is no JSON. What can be told
apart is passed on as a Fault, and reading goes on behind it.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

MAX_BODY = 256 * 1024 * 1024
"""Bytes of a message at most; the body of a longer one is passed over."""

MAX_HEADER = 16 * 1024

# Anywhere in a header: behind a message whose length was wrong, what is left of its body stands
# before the next one.
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.M)
_END = re.compile(rb"\r?\n\r?\n")

PARSE_ERROR, INVALID_REQUEST = -32700, -32600


class Fault(NamedTuple):
    """What is wrong with a message: its code in the protocol, and words."""

    code: int
    message: str


class Frames:
    """Cuts a stream of bytes into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._length = -1
        self._to_pass_over = 0

    def feed(self, data: bytes) -> list[dict[str, object] | Fault]:
        """Take bytes and return the messages that are complete now."""
        self._buffer += data
        result: list[dict[str, object] | Fault] = []
        while self._pass_over() and (self._length >= 0 or self._read_header(result)):
            if self._length < 0:
                continue
            if len(self._buffer) < self._length:
                break
            body = bytes(self._buffer[: self._length])
            del self._buffer[: self._length]
            self._length = -1
            result += _messages(body)
        return result

    def _pass_over(self) -> bool:
        """Drop bytes of a body that is too long; tell whether all of them are gone."""
        gone = min(self._to_pass_over, len(self._buffer))
        del self._buffer[:gone]
        self._to_pass_over -= gone
        return not self._to_pass_over

    def _read_header(self, result: list[dict[str, object] | Fault]) -> bool:
        """Read a header if it is complete; tell whether there may be more to read."""
        end = _END.search(self._buffer)
        if end is None:
            if len(self._buffer) > MAX_HEADER:
                self._buffer.clear()
                result.append(Fault(PARSE_ERROR, "a header without an end was passed over"))
            return False
        lengths = _LENGTH.findall(self._buffer[: end.end()])
        del self._buffer[: end.end()]
        if not lengths:
            result.append(Fault(PARSE_ERROR, "a header without Content-Length was passed over"))
            return True
        length = int(lengths[-1])
        if length > MAX_BODY:
            self._to_pass_over = length
            result.append(Fault(INVALID_REQUEST, f"a message of {length:,} bytes was passed over"))
            return True
        self._length = length
        return True


def _messages(body: bytes) -> list[dict[str, object] | Fault]:
    try:
        value = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return [Fault(PARSE_ERROR, f"a message is not JSON: {error}")]
    if isinstance(value, list) and value:
        return [item if isinstance(item, dict) else _no_object() for item in value]
    return [value] if isinstance(value, dict) else [_no_object()]


def _no_object() -> Fault:
    return Fault(INVALID_REQUEST, "a message is not an object")
