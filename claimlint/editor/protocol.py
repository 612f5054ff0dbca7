"""Messages -> handlers: each request is answered, whatever is in it, and nothing ends the server.

Beyond what pygls does: a request that cannot be read is answered with an error; so is one before
`initialize` or after `shutdown`. Documents are kept by `server.py`: pygls' own copies cut lines
at more characters than the protocol knows.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

from claimlint.editor.wire import INVALID_REQUEST, Fault

_NOT_INITIALIZED, _INVALID_PARAMS = -32002, -32602

log = logging.getLogger("claimlint.lsp")


class Protocol(LanguageServerProtocol):
    """The protocol over messages that `Frames` cut out of the stream."""

    has_begun = False
    """Whether `initialize` came."""

    def receive(self, message: dict[str, Any] | Fault) -> None:
        """Handle a message; never raises."""
        if isinstance(message, Fault):
            log.warning("%s", message.message)
            self._refuse(None, message.code, message.message)
            return
        try:
            self._receive(message)
        except Exception:
            # What a client may send is without end; what it is answered must not be nothing.
            log.exception("a message could not be handled")
            if "id" in message and "method" in message:
                self._refuse(_id_of(message), INVALID_REQUEST, "the message cannot be handled")

    def _receive(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        is_request = "id" in message and method is not None
        refused = self._refusal(message, is_request)
        if refused is not None:
            log.warning("%r: %s", method, refused.message)
            if is_request:
                self._refuse(_id_of(message), refused.code, refused.message)
            return
        try:
            structured = self.structure_message(message)
        except Exception as error:
            # Logged in full by pygls.
            if is_request:
                said = f"the parameters of {method} cannot be read ({type(error).__name__})"
                self._refuse(_id_of(message), _INVALID_PARAMS, said)
            return
        if method == types.INITIALIZE:
            self.has_begun = True
        self.handle_message(structured)

    def _refusal(self, message: dict[str, Any], is_request: bool) -> Fault | None:
        """Return why a message is not handled at all."""
        method = message.get("method")
        if message.get("jsonrpc") != self.VERSION:
            return Fault(INVALID_REQUEST, 'a message needs "jsonrpc": "2.0"')
        if is_request and _id_of(message) is None:
            return Fault(INVALID_REQUEST, "an id is a number or a string")
        if method is not None and not isinstance(method, str):
            return Fault(INVALID_REQUEST, "a method is a string")
        if self._shutdown and method is not None:
            return Fault(INVALID_REQUEST, "the server is shutting down")
        if method == types.INITIALIZE and self.has_begun:
            return Fault(INVALID_REQUEST, "the server is initialized already")
        if method not in (None, types.INITIALIZE) and not self.has_begun:
            return Fault(_NOT_INITIALIZED, "initialize comes first")
        return None

    def _refuse(self, message_id: int | str | None, code: int, text: str) -> None:
        error = types.ResponseError(code=code, message=text)
        self._send_data(types.ResponseErrorMessage(id=message_id, error=error))

    @property
    def is_shut_down(self) -> bool:
        """Whether the client asked for the end."""
        return self._shutdown

    # -- documents: the handlers of server.py keep them

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: Any) -> Generator[Any, Any, None]:
        """Call our own handler only."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: Any) -> Generator[Any, Any, None]:
        """Call our own handler only."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: Any) -> Generator[Any, Any, None]:
        """Call our own handler only."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


def _id_of(message: dict[str, Any]) -> int | str | None:
    value = message.get("id")
    return value if isinstance(value, (int, str)) and not isinstance(value, bool) else None


class Output:
    """Writes to a descriptor of its own; once the client has gone, nothing more is written."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.is_closed = False

    def write(self, data: bytes) -> None:
        """Write all of some bytes."""
        left = memoryview(data)
        while left and not self.is_closed:
            try:
                left = left[os.write(self._descriptor, left) :]
            except OSError:
                self.is_closed = True

    def close(self) -> None:
        """Stop writing."""
        self.is_closed = True
