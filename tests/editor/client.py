"""A plain client for tests: whole messages over pipes, answers by id, and what the server sends."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path


class Client:
    """A running server and what it said."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        program = "from claimlint.cli import entry; entry()"
        command = [sys.executable, "-c", program, "lsp", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.folder = folder
        self.prefix = ""
        self.said: list[dict] = []
        self.errors = b""
        self._new: queue.Queue[dict | None] = queue.Queue()
        self._id = 0
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._read_errors, daemon=True).start()

    def _read(self) -> None:
        stream = self.process.stdout
        while header := stream.readline():
            # Nothing but protocol may stand here.
            assert header.startswith(b"Content-Length: "), header
            while stream.readline().strip():
                pass
            self._new.put(json.loads(stream.read(int(header.split(b":")[1]))))
        self._new.put(None)

    def _read_errors(self) -> None:
        for line in self.process.stderr:
            self.errors += line

    def raw(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: object) -> None:
        body = json.dumps(message).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method: str, params: object) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object, seconds: float = 90) -> dict:
        """Send a request and return the whole answer."""
        self._id += 1
        number = self._id
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return self.wait(lambda m: m.get("id") == number and "method" not in m, seconds)

    def wait(self, wanted, seconds: float = 90) -> dict:
        """Return the next message that is wanted; answer what the server asks meanwhile."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            try:
                message = self._new.get(timeout=max(0.01, left))
            except queue.Empty:
                raise AssertionError(f"nothing came; {self.errors.decode()}") from None
            assert message is not None, f"the server ended: {self.errors.decode()}"
            self.said.append(message)
            if "method" in message and "id" in message:
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": self.answer(message)})
            if wanted(message):
                return message

    def answer(self, message: dict) -> object:
        """Return what the server is answered."""
        if message["method"] == "workspace/configuration":
            return [None]
        if message["method"] == "workspace/applyEdit":
            return {"applied": True}
        return None

    def begin(self, capabilities: dict | None = None, **options: object) -> dict:
        """Initialize and return the server's capabilities."""
        params = {
            "processId": None,
            "rootUri": self.folder.as_uri(),
            "capabilities": capabilities or {},
            **options,
        }
        answer = self.ask("initialize", params)
        self.notify("initialized", {})
        return answer["result"]["capabilities"]

    def open(self, name: str, text: str, language: str = "markdown", version: int = 1) -> str:
        uri = name if ":" in name else (self.folder / (self.prefix + name)).as_uri()
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, version: int, *changes: dict) -> None:
        document = {"uri": uri, "version": version}
        params = {"textDocument": document, "contentChanges": list(changes)}
        self.notify("textDocument/didChange", params)

    def pushed(self, uri: str, version: int | None = None, seconds: float = 90) -> list[dict]:
        """Wait for the diagnostics of a document (of a version) and return them."""
        message = self.wait(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["uri"] == uri
                and (version is None or m["params"].get("version") == version)
            ),
            seconds,
        )
        return message["params"]["diagnostics"]

    def pulled(self, uri: str) -> list[dict]:
        answer = self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        return answer["result"]["items"]

    def end(self) -> int:
        """Shut the server down and return its exit code."""
        assert "result" in self.ask("shutdown", None)
        self.notify("exit", None)
        self.process.stdin.close()
        return self.process.wait(20)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
