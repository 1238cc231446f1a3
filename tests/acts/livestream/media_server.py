"""A real media server on loopback: its streams go on, freeze, hang, redirect or lie."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = b"p" * 50_000
SECONDS = 4


@dataclass
class MediaServer:
    """What it serves; a test changes it between two looks."""

    url: str = ""
    newest: dict[str, int] = field(default_factory=dict)
    """The newest piece by the end of a path, such as `main/360p`."""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    """Other answers: status, headers and body, by the end of a path."""
    hanging: set[str] = field(default_factory=set)
    dripping: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def go_on(self, *folders: str) -> None:
        """A new piece appears in each."""
        for folder in folders:
            self.newest[folder] = self.newest.get(folder, 100) + 1

    def playlist(self, folder: str) -> bytes:
        number = self.newest[folder]
        lines = ["#EXTM3U", f"#EXT-X-MEDIA-SEQUENCE:{number - 1}"]
        for one in (number - 1, number):
            lines += [f"#EXTINF:{SECONDS},", f"{one}.m4s"]
        return "\n".join(lines).encode()


@contextmanager
def media_server() -> Iterator[MediaServer]:
    """Serve until the block ends."""
    media = MediaServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, media))
    server.daemon_threads = True
    media.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield media
    finally:
        media.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request, answered as the test wants it."""

    def __init__(self, media: MediaServer, *request: Any) -> None:
        self.media = media
        super().__init__(*request)

    def do_GET(self) -> None:
        self._reply(whole=True)

    def do_HEAD(self) -> None:
        self._reply(whole=False)

    def log_message(self, *_arguments: Any) -> None:
        pass

    def _reply(self, *, whole: bool) -> None:
        self.media.asked.append(self.path)
        folder, _slash, file = self.path.rpartition("/")
        name = "/".join(folder.split("/")[-2:])
        if name in self.media.hanging:
            self.media.over.wait(30)
            return
        if name in self.media.dripping:
            self._drip()
            return
        status, headers, body = self.media.answers.get(name) or self._usual(name, file)
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if whole:
            self.wfile.write(body)

    def _usual(self, name: str, file: str) -> tuple[int, dict[str, str], bytes]:
        if name not in self.media.newest:
            return 404, {}, b""
        return 200, {}, self.media.playlist(name) if file.endswith("m3u8") else PIECE

    def _drip(self) -> None:
        """One byte now and then, so that no single read is late."""
        self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n#EXTM3U\n")
        while not self.media.over.wait(0.1):
            try:
                self.wfile.write(b"#")
            except OSError:
                return
