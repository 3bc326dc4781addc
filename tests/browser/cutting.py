"""A network that breaks: a relay between the phone and the server which cuts what is sent."""

from __future__ import annotations

import socket
import struct
from contextlib import closing, contextmanager
from enum import StrEnum
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_CUT_OFF = b"POST /api/outbox "
_END_OF_HEAD = b"\r\n\r\n"
_CHUNK = 65_536
_LONG_S = 30
_RESET = struct.pack("ii", 1, 0)


class Cut(StrEnum):
    """Where the network breaks, in the order of what has happened by then."""

    BEFORE = "no byte of the request arrives"
    REQUEST = "the request ends in the middle"
    WORKING = "the phone is gone while the server works"
    ANSWER = "the server has committed, and no byte of the answer arrives"
    HALF = "the answer ends in the middle"
    NONE = "nothing breaks"


class Relay:
    """Carries requests to a server, and cuts what leaves an outbox where it is told to.

    Attributes:
        port: where the phone finds the server, whichever serves.
        server: port of the server behind it; None while it is down.
        cut: what happens to the next requests of an outbox.
        seen: what happened to each so far.
    """

    def __init__(self, random: Random) -> None:
        """Open a port; places in the middle are drawn from ``random``."""
        self._random = random
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = Lock()
        self.port: int = self._listening.getsockname()[1]
        self.server: int | None = None
        self.cut = Cut.NONE
        self.seen: list[Cut] = []

    def run(self) -> None:
        """Take connections until it is closed, each in a thread of its own."""
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            phone.settimeout(_LONG_S)
            Thread(target=self._one, args=(phone,), daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _one(self, phone: socket.socket) -> None:
        with closing(phone):
            try:
                if request := _read_request(phone):
                    self._carry(phone, request)
            except OSError:
                _reset(phone)

    def _carry(self, phone: socket.socket, request: bytes) -> None:
        cut = self._happens(request)
        if cut is Cut.BEFORE:
            _reset(phone)
            return
        with closing(self._to_server()) as server:
            if cut is Cut.REQUEST:
                request = request[: self._within(request)]
            server.sendall(request)
            if cut in {Cut.REQUEST, Cut.WORKING}:
                _reset(phone)
            if cut is Cut.REQUEST:
                return
            answer = b"".join(iter(lambda: server.recv(_CHUNK), b""))
        if cut is Cut.HALF:
            phone.sendall(answer[: self._within(answer)])
        if cut is Cut.NONE:
            phone.sendall(answer)
        else:
            _reset(phone)

    def _happens(self, request: bytes) -> Cut:
        if not request.startswith(_CUT_OFF):
            return Cut.NONE
        with self._lock:
            self.seen.append(self.cut)
            return self.cut

    def _within(self, text: bytes) -> int:
        with self._lock:
            return self._random.randrange(1, len(text))

    def _to_server(self) -> socket.socket:
        if self.server is None:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.server), _LONG_S)


def _read_request(phone: socket.socket) -> bytes:
    """Read one whole request; nothing where the phone only opened a connection."""
    request = b""
    while _END_OF_HEAD not in request:
        if not (more := phone.recv(_CHUNK)):
            return b""
        request += more
    head, _, body = request.partition(_END_OF_HEAD)
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    missing = int(fields.get(b"content-length", b"0")) - len(body)
    while missing > 0:
        if not (more := phone.recv(_CHUNK)):
            return b""
        request += more
        missing -= len(more)
    return request


def _reset(phone: socket.socket) -> None:
    """End a connection as a lost network does: without a word of farewell."""
    try:
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        phone.close()
    except OSError:
        return


@contextmanager
def relaying(random: Random) -> Iterator[Relay]:
    """Run a relay for the length of a test."""
    relay = Relay(random)
    thread = Thread(target=relay.run)
    thread.start()
    try:
        yield relay
    finally:
        relay.close()
        thread.join()
