from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimlint.editor.wire import MAX_BODY, Fault, Frames


def framed(value: object, header: str = "Content-Length: {}\r\n\r\n") -> bytes:
    body = json.dumps(value).encode()
    return header.format(len(body)).encode() + body


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9)), max_size=5), st.data())
def test_messages_come_through_however_the_stream_is_cut(messages, data):
    stream = b"".join(framed(message) for message in messages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    frames, got = Frames(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        got += frames.feed(stream[start:end])
    assert got == messages


@pytest.mark.parametrize(
    "header",
    [
        "content-length: {}\r\n\r\n",
        "Content-Length:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
        "Content-Type: x\r\nCONTENT-LENGTH:  {}  \r\n\r\n",
        "Content-Length: {}\n\n",
    ],
)
def test_headers_are_read_in_any_spelling(header):
    assert Frames().feed(framed({"a": 1}, header)) == [{"a": 1}]


@pytest.mark.parametrize(
    "bad",
    [
        b"Content-Length: 3\r\n\r\n{x}",
        b"Content-Length: 2\r\n\r\n\xff\xfe",
        b"Content-Length: 2\r\n\r\n12",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: nine\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Nothing: here\r\n\r\n",
        b"\r\n\r\n",
        b"Content-Length: 200001\r\n\r\n" + b"[" * 200_001,
        b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 4) + b"x" * 4,
    ],
)
def test_what_is_no_message_is_a_fault_and_the_next_one_is_read(bad):
    frames = Frames()
    (fault,) = frames.feed(bad)
    assert isinstance(fault, Fault)
    if b"%d" % (MAX_BODY + 4) not in bad:
        assert frames.feed(framed({"next": 1})) == [{"next": 1}]


def test_the_body_of_a_message_that_is_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr("claimlint.editor.wire.MAX_BODY", 10)
    frames = Frames()
    stream = b"Content-Length: 50\r\n\r\n" + b"y" * 50 + framed({"a": 1})
    got = [item for at in range(0, len(stream), 7) for item in frames.feed(stream[at : at + 7])]
    assert isinstance(got[0], Fault)
    assert got[1:] == [{"a": 1}]


def test_a_header_without_an_end_does_not_fill_the_memory():
    frames = Frames()
    got = [item for _ in range(40) for item in frames.feed(b"x" * 1000)]
    assert got
    assert all(isinstance(item, Fault) for item in got)


def test_a_batch_is_its_messages():
    assert Frames().feed(framed([{"a": 1}, {"b": 2}])) == [{"a": 1}, {"b": 2}]
