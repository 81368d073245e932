"""Bytes on a connection, for clients that no library imitates: half a head, a body without end, a
reset in the middle of an answer."""
import asyncio
import socket
import struct
import time
from dataclasses import dataclass

HEALTH = b"GET /health/live HTTP/1.1\r\nhost: test\r\n\r\n"
POST = b"POST /v1/analyze HTTP/1.1\r\nhost: test\r\ncontent-type: text/plain\r\n"
CHUNKED = POST + b"transfer-encoding: chunked\r\n\r\n"
# Longer than the server waits for anything.
PATIENCE = 30


@dataclass
class Answer:
    """What came back: the status, the headers with names in lower case, the body."""

    status: int
    headers: dict
    body: bytes

    @property
    def slug(self):
        """The kind of problem, or None."""
        _, _, slug = self.body.partition(b'"type":"/docs/problems#')
        return slug.split(b'"')[0].decode() or None


def article(text, headers=b""):
    """A request to analyse `text`."""
    return POST + headers + b"content-length: %d\r\n\r\n" % len(text) + text


def with_length(length):
    """The head of a request whose body has `length` bytes."""
    return POST + b"content-length: %d\r\n\r\n" % length


class Wire:
    """A connection that says whatever it is told to."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, server):
        return cls(*await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 24))

    async def say(self, data):
        """Sends bytes; whether the other side still took them."""
        try:
            self.writer.write(data)
            await self.writer.drain()
            return True
        except ConnectionError:
            return False

    async def answer(self, patience=PATIENCE):
        """The next answer; None where the connection ends instead."""
        try:
            return await asyncio.wait_for(self._answer(), patience)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def _answer(self):
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").splitlines()
        status = int(first.split()[1])
        pairs = (line.split(": ", 1) for line in lines if line)
        headers = {name.lower(): value for name, value in pairs}
        if status == 100:
            return await self._answer()
        return Answer(status, headers, await self.reader.readexactly(int(headers["content-length"])))

    async def end(self, patience=PATIENCE):
        """Seconds until the other side closes; None where it does not within `patience`."""
        begin = time.monotonic()
        try:
            async with asyncio.timeout(patience):
                while await self.reader.read(65536):
                    pass
        except ConnectionError:
            pass
        except TimeoutError:
            return None
        return time.monotonic() - begin

    def hang_up(self):
        """Says that nothing more is to come, and still listens."""
        self.writer.write_eof()

    def reset(self):
        """Ends the connection with a reset."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    def close(self):
        self.writer.transport.abort()


async def trickle(wire, data, pause=1.0, patience=PATIENCE):
    """Sends `data` byte by byte, again and again, until the other side closes or `patience` ends.

    Returns the seconds until then (None: still open) and what was answered."""
    begin = time.monotonic()
    heard = asyncio.ensure_future(wire.answer(patience + 1))
    while not heard.done() and time.monotonic() < begin + patience:
        for byte in data:
            await wire.say(bytes([byte]))
            await asyncio.wait([heard], timeout=pause)
            if heard.done() or time.monotonic() > begin + patience:
                break
    if not heard.done():
        heard.cancel()
        return None, None
    return time.monotonic() - begin, heard.result()


def deaf(server, requests):
    """A connection with a small window that asks and never reads."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(requests)
    connection.setblocking(False)
    return connection
