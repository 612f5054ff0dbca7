"""Bytes -> source text, and back: nothing is lost, nothing is guessed, nothing crashes.

A byte order mark decides; without one the text is UTF-8. Bytes that do not fit are kept (as lone
surrogates in UTF-8) and named in a notice. The mark itself stays in the source as U+FEFF, so
encoding the source gives the file's bytes again.
"""

from __future__ import annotations

import codecs
import re
from collections import namedtuple

from claimlint.errors import InputError
from claimlint.finding import Notice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_WINDOW = 8192
_KEPT_BYTE = "[\udc80-\udcff]"
_LINE_END = r"\r\n|\n|\r"

Decoded = namedtuple("Decoded", "source encoding notices")
Decoded.__doc__ = (
    "A file's text: source (str, a byte order mark kept as U+FEFF), the name of its encoding "
    "for `encode`, and a tuple of Notice."
)


def read(data: bytes, path: str) -> Decoded:
    """Decode a file's bytes.

    Raises InputError for a file that is binary (a zero byte in the first 8 KB and no mark).
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if encoding in ("", "utf-8"):
        if not encoding and 0 in data[:_BINARY_WINDOW]:
            raise InputError(
                "looks binary, or like UTF-16 without a byte order mark; save it as UTF-8 "
                "or leave it out",
                path,
            )
        return _read_utf8(data, path)
    try:
        return Decoded(data.decode(encoding, "surrogatepass"), encoding, ())
    except UnicodeDecodeError as error:
        name = encoding[:6].upper()
        source = data.decode(encoding, "replace")
        before = data[: error.start].decode(encoding, "replace")
        message = f"not valid {name} here; the rest is checked, fixes are not possible"
        return Decoded(source, encoding, (_notice(path, message, before),))


def _read_utf8(data: bytes, path: str) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError:
        source = data.decode("utf-8", "surrogateescape")
    bad = re.compile(_KEPT_BYTE).findall(source)
    first = source.index(bad[0])
    rest = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
    message = (
        f"byte 0x{ord(bad[0]) - 0xDC00:02X} is not UTF-8{rest}; words that hold such bytes may be "
        "missed, save the file as UTF-8"
    )
    return Decoded(source, "utf-8", (_notice(path, message, source[:first]),))


def _notice(path: str, message: str, before: str) -> Notice:
    """Return a warning at the place behind the text `before`."""
    starts = [0] + [match.end() for match in re.compile(_LINE_END).finditer(before)]
    column = len(before) - starts[-1] + 1
    if len(starts) == 1 and before.startswith("\ufeff"):
        column -= 1
    return Notice(path, "warning", message, len(starts), column)


def encode(source: str, encoding: str) -> bytes:
    """Return the bytes of a source text that `read` gave, changed or not.

    A file whose UTF-16 or UTF-32 was broken does not come back byte for byte: whoever writes
    should compare `encode(source, encoding)` with the file's bytes first.
    """
    errors = "surrogateescape" if encoding == "utf-8" else "surrogatepass"
    return source.encode(encoding, errors)
