from __future__ import annotations

import pytest

from tests.editor.client import Client


@pytest.fixture
def start(tmp_path):
    """Start servers in a folder of the test's own; they end with it."""
    running = []

    def begin(*arguments: str) -> Client:
        running.append(Client(tmp_path, *arguments))
        return running[-1]

    yield begin
    for client in running:
        client.kill()


@pytest.fixture(scope="module")
def _shared(tmp_path_factory):
    running = Client(tmp_path_factory.mktemp("workspace"))
    running.begin()
    yield running
    running.kill()


@pytest.fixture
def client(_shared, request):
    """A server that the tests of a module share, each with documents of its own."""
    _shared.said.clear()
    _shared.prefix = f"t{abs(hash(request.node.name))}/"
    yield _shared
    assert _shared.process.poll() is None, "the server ended"
