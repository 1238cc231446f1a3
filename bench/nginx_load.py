"""A load generator that is faster than one nginx process: connections with questions on the way.

Each connection has some questions on the way at once, and asks anew when their answers are whole.
A question costs it some three microseconds, so nginx is what is measured.
"""

import socket
import time

from bench.http_client import PATIENCE, Unexpected

CONNECTIONS, DEPTH = 64, 1
LARGEST = 1 << 20


def rate_of(address: str, path: str, seconds: float) -> float:
    """Answers a second, all of one size and none of them an error.

    :param address: host and port
    """
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    connections = [_connect(address) for _ in range(CONNECTIONS)]
    try:
        size = DEPTH * _size_of_answer(connections[0], question)
        questions, begun, done = DEPTH * question, time.monotonic(), 0
        for connection in connections:
            connection.sendall(questions)
        while (now := time.monotonic()) < begun + seconds:
            for connection in connections:
                _read(connection, size)
                connection.sendall(questions)
            done += DEPTH * CONNECTIONS
        return done / (now - begun)
    finally:
        for connection in connections:
            connection.close()


def _connect(address: str) -> socket.socket:
    host, _colon, port = address.partition(":")
    connection = socket.create_connection((host, int(port)), timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _size_of_answer(connection: socket.socket, question: bytes) -> int:
    connection.sendall(question)
    head, blank, body = connection.recv(LARGEST).partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    if not blank or not first.startswith(b"HTTP/1.1 2"):
        raise Unexpected(first.decode())
    lengths = [line[16:] for line in lines if line.lower().startswith(b"content-length: ")]
    length = int(lengths[0]) if lengths else 0
    _read(connection, length - len(body))
    return len(head) + len(blank) + length


def _read(connection: socket.socket, size: int) -> None:
    """Read so many bytes, and see that an answer begins where one should."""
    while size > 0:
        part = connection.recv(min(size, LARGEST))
        if not part:
            raise Unexpected("the connection ended")
        size -= len(part)
