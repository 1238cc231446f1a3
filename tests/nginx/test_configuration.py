"""The files of `deploy/` as an operator installs them, read by the programs that they are for."""

import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from config import ROOT
from tests.nginx.proxy import PATH, RTMP, free_address

UNITS = ROOT / "deploy" / "systemd"
INSTALLED_AT = "/srv/gatherwide/app"
FOLDERS = ("/var/lib/nginx", "/var/lib", "/var/cache", "/var/log/nginx", "/dev/shm", "/run")
PORTS = ("443", "80", "1935", "127.0.0.1:8936")
MAIN = """
load_module {module}; include {etc}/rtmp.conf; include {etc}/jit.conf;
pid {folder}/nginx.pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types; client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {etc}/gatherwide.conf; include {etc}/ingest.conf; include {etc}/edge.conf;
}}
"""


def test_nginx_takes_every_file_as_it_stands(tmp_path: Path) -> None:
    etc = tmp_path / "etc"
    for folder in (etc, tmp_path / "gatherwide"):
        folder.mkdir()
    make_certificate(tmp_path)
    ports = {port: free_address() for port in PORTS}
    for file in (ROOT / "deploy" / "nginx").glob("*.conf"):
        text = here(file.read_text("utf-8"), tmp_path, ports)
        for name in (file.name, f"gatherwide-{file.name}"):
            (etc / name).write_text(text)
    (etc / "gatherwide-secret.conf").write_text('set $media_secret "a secret";')
    main = tmp_path / "nginx.conf"
    main.write_text(MAIN.format(module=RTMP, etc=etc, folder=tmp_path))
    program = shutil.which("nginx", path=PATH)
    assert program, "nginx is missing. Please run:  sudo apt-get install --yes nginx"
    said = run([program, "-t", "-p", str(tmp_path), "-c", str(main)])
    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr, said.stderr


def here(text: str, folder: Path, ports: dict[str, str]) -> str:
    """A file with what every operator changes: folders, certificate, names, and free ports."""
    text = text.replace("# include", "include").replace("/etc/nginx/", f"{folder}/etc/")
    for ours in FOLDERS:
        text = text.replace(f"{ours}/gatherwide", f"{folder}/gatherwide")
    text = re.sub(r"/etc/letsencrypt/live/[\w.]+", str(folder), text)
    # Names are looked up when it starts.
    text = text.replace("server summit.example:443", "server 127.0.0.1:443")
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for port, free in ports.items():
        text = re.sub(rf"listen {port}\b", f"listen {free}", text)
    return text


def make_certificate(folder: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_knows_every_word_of_the_units(tmp_path: Path) -> None:
    for unit in (*UNITS.glob("*.service"), *UNITS.glob("*.timer")):
        # It looks whether the programs are there, which were not installed here.
        text = re.sub(rf"={INSTALLED_AT}/\S+", "=/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(text)
    names = [unit.name.replace("@.", "@summit_main.") for unit in tmp_path.iterdir()]
    said = run(["systemd-analyze", "verify", "--man=no", *(f"{tmp_path}/{one}" for one in names)])
    assert (said.returncode, said.stderr) == (0, "")
    assert len(names) == 7


def test_units_start_what_is_there(app: Flask) -> None:
    started = re.findall(
        rf"^ExecStart={INSTALLED_AT}/.venv/bin/flask (.+)$",
        "\n".join(unit.read_text("utf-8") for unit in UNITS.glob("*.service")),
        re.MULTILINE,
    )
    assert len(started) == 5
    for line in started:
        # Help for words that are no command is an error.
        words = [word for word in shlex.split(line) if not word.startswith("/")]
        asked = app.test_cli_runner().invoke(args=[*words, "--help"])
        assert asked.exit_code == 0, line


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)
