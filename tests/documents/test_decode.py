"""Decoding: nothing lost, nothing guessed, nothing crashes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.documents import decode, extract
from claimlint.errors import InputError

BYTES = st.binary(max_size=60) | st.text(max_size=40).map(
    lambda text: text.encode("utf-8", "ignore")
)


def test_utf8_as_it_is() -> None:
    assert decode.read("é😀\r\n".encode(), "a.md") == ("é😀\r\n", "utf-8", ())


def test_an_empty_file_is_empty_text() -> None:
    assert decode.read(b"", "a.md") == ("", "utf-8", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_decides_and_comes_back(encoding: str) -> None:
    data = "\ufeff# Tïtle\n\n😀 relief".encode(encoding)
    source, found, notices = decode.read(data, "a.md")
    assert (source, found, notices) == ("\ufeff# Tïtle\n\n😀 relief", encoding, ())
    assert decode.encode(source, found) == data
    document = extract("a.md", source)
    assert [document.block_text(index) for index in range(2)] == ["Tïtle", "😀 relief"]
    assert document.blocks[0].kind == "heading"
    at = document.source_range(0, 5)
    assert source[slice(*at)] == "Tïtle"
    assert document.position(at[0]) == (1, 3)
    assert document.position(document.source_range(6, 7)[0]) == (3, 1)


def test_bytes_that_are_not_utf8_are_kept_and_named() -> None:
    data = "line one\nr\xe9sum\xe9 x".encode("latin-1")
    source, encoding, notices = decode.read(data, "a.md")
    assert decode.encode(source, encoding) == data
    [notice] = notices
    assert (notice.path, notice.level, notice.line, notice.column) == ("a.md", "warning", 2, 2)
    assert "0xE9" in notice.message
    assert "1 more" in notice.message


def test_the_column_of_a_bad_byte_leaves_the_mark_out() -> None:
    notice = decode.read(b"\xef\xbb\xbfab\xff", "a.md").notices[0]
    assert (notice.line, notice.column) == (1, 3)


def test_broken_utf16_is_read_and_named() -> None:
    decoded = decode.read("\ufefftext".encode("utf-16-le") + b"\x00", "a.md")
    assert decoded.source.startswith("\ufefftext")
    assert "UTF-16" in decoded.notices[0].message
    assert (decoded.notices[0].line, decoded.notices[0].column) == (1, 5)


def test_a_lone_surrogate_in_utf16_comes_back() -> None:
    data = b"\xff\xfe" + b"a\x00" + b"\x00\xd8" + b"b\x00"
    decoded = decode.read(data, "a.md")
    assert decode.encode(decoded.source, decoded.encoding) == data


@pytest.mark.parametrize("data", [b"\x00", b"text\x00text", "text".encode("utf-16-le")])
def test_a_zero_byte_without_a_mark_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^x\.bin: looks binary"):
        decode.read(data, "x.bin")


def test_a_zero_byte_far_behind_is_read() -> None:
    data = b"a" * 8192 + b"\x00 claim"
    assert decode.read(data, "a.md").source.endswith("\x00 claim")


@given(
    BYTES, st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00"])
)
def test_every_input_is_read_or_refused(data: bytes, mark: bytes) -> None:
    try:
        decoded = decode.read(mark + data, "a.md")
    except InputError:
        assert not mark
        assert 0 in data
        return
    if not decoded.notices or decoded.encoding == "utf-8":
        assert decode.encode(decoded.source, decoded.encoding) == mark + data
    document = extract("a.md", decoded.source)
    assert document.source == decoded.source
