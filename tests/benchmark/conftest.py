"""What the measurements share: counting what crosses the websocket."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, WebSocket


@dataclass
class Traffic:
    """Bytes that crossed the websocket, both ways, since the last reset."""

    total: int = 0

    def watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._count)
        socket.on("framereceived", self._count)

    def _count(self, payload: str | bytes) -> None:
        self.total += len(payload.encode() if isinstance(payload, str) else payload)


@pytest.fixture
def traffic(page: Page) -> Traffic:
    counted = Traffic()
    page.on("websocket", counted.watch)
    return counted
