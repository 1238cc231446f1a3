"""`flask mail deliver` as a process of its own, on the tests' database and with their letters."""

import os
import signal
import subprocess
import sys
import threading

from flask.cli import ScriptInfo

from app import create_app
from config import ROOT, Config
from tests.acts.mail import letters

PATIENCE = 60


class Mailer:
    """A running mailer."""

    def __init__(self, config: Config, port: int, *arguments: str) -> None:
        environment = {
            "DATABASE_URL": config.DATABASE_URL,
            "SECRET_KEY": config.SECRET_KEY.get_secret_value(),
            "PUBLIC_URL": config.PUBLIC_URL,
            "KEYS_DIR": str(config.KEYS_DIR),
            "MAILER_KEY_FILE": str(config.MAILER_KEY_FILE),
            "MAIL_SERVER": config.MAIL_SERVER,
            "MAIL_PORT": str(port),
            "MAIL_DEFAULT_SENDER": config.MAIL_DEFAULT_SENDER,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__, "mail", "deliver", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def wait(self) -> int:
        """Its exit status."""
        status = self.process.wait(timeout=PATIENCE)
        self._reader.join(timeout=PATIENCE)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.process.stdout.close()
        self.process.stderr.close()
        return status


if __name__ == "__main__":
    application = create_app(Config.from_environment())
    letters.install(application)
    application.cli.main(sys.argv[1:], obj=ScriptInfo(create_app=lambda: application))
