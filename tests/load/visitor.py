"""A visitor without a browser: speaks Streamlit's websocket protocol and clicks.

Only what a browser would send is sent: the first run, then choices of the page's component with the state of
its other widgets. What comes back is decoded, so that an error on the page fails the visit.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Result = TypeVar("Result")

ANSWER_SECONDS = 60
TRIGGER = "$$STREAMLIT_INTERNAL_KEY_{}__events"


class VisitFailed(Exception):
    """The page showed an error, or the server fell silent."""


@dataclass
class Click:
    """How long a click took: to the first text that came back and to the end of the run, in seconds."""

    text: float
    done: float
    at: float


@dataclass
class Visitor:
    """One session. ``pick`` gives the value the page's component sends for the nth click.

    ``query`` is the query of the page's address, which the page keeps up to date; ``cookie`` is sent along.
    """

    url: str
    pick: Callable[[int], dict[str, Any]]
    cookie: str = ""
    query: str = ""
    clicks: list[Click] = field(default_factory=list)
    bytes_received: int = 0

    _socket: ClientConnection | None = None
    _component: str = ""
    _fragment: str = ""
    _script: str = ""

    async def enter(self) -> float:
        """Open the page; return the seconds until its first run had ended.

        :raises VisitFailed: the page shows an error, or the connection is lost.
        """
        address = self.url.replace("http", "ws", 1).rstrip("/") + "/_stcore/stream"
        started = time.perf_counter()
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self._socket = await connect(
            address,
            additional_headers=headers,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            open_timeout=ANSWER_SECONDS,
            compression=None,
        )
        state = ClientState(query_string=self.query)
        await self._send(state)
        await self._until_finished(started)
        if not self._component:
            raise VisitFailed("The page sent no component to click on.")
        return time.perf_counter() - started

    async def click(self) -> Click:
        """Choose something on the component and wait for the answer. Errors as for :meth:`enter`."""
        assert self._socket is not None
        value = [{"event": "pick", "value": self.pick(len(self.clicks))}]
        state = ClientState(
            query_string=self.query, page_script_hash=self._script, fragment_id=self._fragment
        )
        widget = state.widget_states.widgets.add(id=TRIGGER.format(self._component))
        widget.json_trigger_value = json.dumps(value)
        started = time.perf_counter()
        await self._send(state)
        text = await self._until_finished(started)
        done = Click(text, time.perf_counter() - started, started)
        self.clicks.append(done)
        return done

    async def _send(self, state: ClientState) -> None:
        assert self._socket is not None
        try:
            await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        except ConnectionClosed as error:
            raise VisitFailed(f"The connection is lost: {error}") from error

    async def leave(self) -> None:
        """Close the connection as a closed tab does."""
        if self._socket is not None:
            await self._socket.close()

    async def _until_finished(self, started: float) -> float:
        assert self._socket is not None
        text = 0.0
        async with asyncio.timeout(ANSWER_SECONDS):
            async for packet in _until_closed(self._socket):
                assert isinstance(packet, bytes)
                self.bytes_received += len(packet)
                message = ForwardMsg.FromString(packet)
                kind = message.WhichOneof("type")
                if kind == "delta":
                    if self._is_text(message):
                        text = time.perf_counter() - started
                elif kind == "page_info_changed":
                    self.query = message.page_info_changed.query_string
                elif kind == "script_finished":
                    return text or time.perf_counter() - started
        raise VisitFailed("The server closed the connection.")

    def _is_text(self, message: ForwardMsg) -> bool:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise VisitFailed(f"The page failed: {element.exception.message}")
        # Of the page's components the map is the one in a fragment; the least page has one alone.
        if kind == "bidi_component" and (message.delta.fragment_id or not self._fragment):
            self._component = element.bidi_component.id
            self._fragment = message.delta.fragment_id
            self._script = message.metadata.active_script_hash
        return kind in ("html", "markdown")


async def _until_closed(socket: ClientConnection) -> AsyncIterator[str | bytes]:
    with contextlib.suppress(ConnectionClosed):
        async for packet in socket:
            yield packet


def run(visit: Coroutine[Any, Any, Result]) -> Result:
    """Run a visit to its end, in a thread of its own: a browser test may hold this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visit).result()
