"""Debian's postfix as the relay between a mailer and the world, with a queue of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from string import Template
from typing import Self

from tests.acts.mail.certificates import HERE, certificate

PATIENCE = 60
MASTER = Path("/usr/lib/postfix/sbin/master")
SETTINGS = Template("""
compatibility_level = 3.6
queue_directory = $folder/spool
data_directory = $folder/data
maillog_file = $log
maillog_file_prefixes = $folder
myhostname = relay.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
relayhost = [127.0.0.1]:$world
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = $certificate
smtpd_recipient_restrictions =
    check_recipient_access inline:{
        { later@example.org = 450 4.2.1 Come back in a while },
        { gone@example.org = 550 5.1.1 Nobody of that name }},
    permit_mynetworks, reject
smtpd_peername_lookup = no
alias_maps =
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
""")
SERVICES = Template("""
127.0.0.1:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
""")


def why_not() -> str | None:
    """Why postfix cannot run here; None where it can."""
    if not MASTER.is_file():
        return "postfix is missing. Where no other mail server is: apt-get install postfix"
    return None if os.geteuid() == 0 else "postfix starts as root alone; run the tests as root"


class Postfix:
    """A postfix that takes letters on a port of its own, and hands them to the `world`."""

    def __init__(self, world: int) -> None:
        # Its parts are another user's, who cannot look into pytest's folders.
        self._folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self._folder.chmod(0o755)
        self._log = self._folder / "mail.log"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.certificate = certificate(self._folder, HERE)
        for name in ("spool", "data", "etc"):
            (self._folder / name).mkdir()
        shutil.chown(self._folder / "data", "postfix")
        values = {
            "folder": self._folder,
            "log": self._log,
            "world": world,
            "certificate": self.certificate,
            "port": self.port,
        }
        (self._folder / "etc" / "main.cf").write_text(SETTINGS.substitute(values))
        (self._folder / "etc" / "master.cf").write_text(SERVICES.substitute(values))

    def __enter__(self) -> Self:
        settings = str(self._folder / "etc")
        subprocess.run(["/usr/sbin/postfix", "-c", settings, "check"], check=True)
        # In the foreground, so that it ends with this test and nobody else's does.
        self._process = subprocess.Popen([MASTER, "-c", settings, "-d"])
        while not self._answers():
            assert self._process.poll() is None, self.log
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)
        shutil.rmtree(self._folder)

    @property
    def log(self) -> str:
        """What it has written down so far."""
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def wait_until_it_says(self, words: str) -> None:
        """Until the log holds these words."""
        end = time.monotonic() + PATIENCE
        while words not in self.log:
            assert time.monotonic() < end, self.log
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as knock:
            return knock.connect_ex(("127.0.0.1", self.port)) == 0
