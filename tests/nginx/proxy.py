"""Debian's nginx with our own configuration, on a port of its own."""

import os
import shutil
import socket
import subprocess
from pathlib import Path
from string import Template
from typing import Self

from config import ROOT
from tests.requests import get

SECRET = "a secret of the media paths"
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
RTMP = "/usr/lib/nginx/modules/ngx_rtmp_module.so"
MAIN = Template("""
load_module $module; include $folder/rtmp.conf; include $folder/jit.conf;
$user daemon off; pid $folder/nginx.pid; error_log stderr warn; worker_processes 1;
events { worker_connections 256; }
http {
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
    log_format gatherwide_seen "$$msec $$arg_l $$arg_v";
    upstream gatherwide { server $app; keepalive 4; }
    proxy_cache_path $folder/cache levels=1:2 keys_zone=gatherwide:1m use_temp_path=off;
    proxy_cache_path $folder/holds keys_zone=gatherwide_holds:1m use_temp_path=off;
    include $folder/ingest.conf; include $folder/edge.conf;
    $beside
    server {
        listen $listen;
        set $$media_secret "$secret";
        include $folder/livestream.conf;
        location / { proxy_pass http://gatherwide; proxy_set_header Host $$host; }
    }
}
""")


class Nginx:
    """nginx with our configuration, on a port of its own, until the block ends.

    `beside` is more configuration, for servers of the benchmark's own.
    """

    def __init__(self, folder: Path, app: str, beside: str = "") -> None:
        program = shutil.which("nginx", path=PATH)
        assert program, "nginx is missing. Please run:  sudo apt-get install --yes nginx"
        self.listen, self.edge, self.rtmp, asked = (free_address() for _each in range(4))
        ours = (ROOT / "deploy" / "nginx" / "livestream.conf").read_text("utf-8")
        media = folder / "media"
        media.mkdir()
        signed = (ROOT / "deploy" / "nginx" / "media.conf").read_text("utf-8")
        (folder / "media.conf").write_text(signed.replace("/var/lib/gatherwide-media", str(media)))
        ours = ours.replace("/run/gatherwide/seen.log", str(folder / "seen.log"))
        ours = ours.replace("/etc/nginx/gatherwide-media.conf", str(folder / "media.conf"))
        ours = ours.replace("/etc/nginx/gatherwide-holds.conf", str(folder / "holds.conf"))
        ours = ours.replace("/etc/nginx/gatherwide-status.conf", str(folder / "status.conf"))
        (folder / "livestream.conf").write_text(ours)
        self._write(folder, "holds.conf", {})
        self._write(folder, "status.conf", {})
        self._write(folder, "jit.conf", {})
        self._write(folder, "rtmp.conf", {"1935": self.rtmp, "127.0.0.1:8936": asked, "10s": "1s"})
        self._write(folder, "ingest.conf", {"127.0.0.1:8936": asked, "summit.example": "127.0.0.1"})
        self._write(folder, "edge.conf", self._edge(folder))
        (folder / "nginx.conf").write_text(
            MAIN.substitute(
                user="user root;" if os.geteuid() == 0 else "",
                folder=folder,
                app=app,
                beside=beside,
                listen=self.listen,
                module=RTMP,
                secret=SECRET,
            )
        )
        self.command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.log = folder / "nginx.log"

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        while get(f"http://{self.listen}/healthz").status == 0:
            assert self.process.poll() is None, self.log.read_text()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def _edge(self, folder: Path) -> dict[str, str]:
        """Without TLS, and with the origin beside it."""
        return {
            "listen 443 ssl http2": f"listen {self.edge}",
            "    listen [::]:443 ssl http2;\n": "",
            "/etc/letsencrypt/live/media.summit.example/": "#",
            "ssl_certificate": "#",
            "ssl_protocols": "#",
            "error_log": "#",
            "summit.example:443": self.listen,
            "media.summit.example": "_",
            "summit.example": "127.0.0.1",
            "https://gatherwide_origin": "http://gatherwide_origin",
            "include /etc/nginx/gatherwide-secret.conf": f'set $media_secret "{SECRET}"',
            "/var/cache/gatherwide-edge": str(folder / "edge"),
            "/dev/shm/gatherwide-holds": str(folder / "edge-holds"),
        }

    def _write(self, folder: Path, name: str, changed: dict[str, str]) -> None:
        """One of our files, with the addresses of this test."""
        text = (ROOT / "deploy" / "nginx" / name).read_text("utf-8")
        for ours, here in changed.items():
            assert ours in text, ours
            text = text.replace(ours, here)
        (folder / name).write_text(text)


def free_address() -> str:
    """Where nobody listens just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return f"127.0.0.1:{probe.getsockname()[1]}"
