"""What a watcher can choose, as links to the same page."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.livestream import words
from app.livestream.rules import StreamRole
from app.livestream.snapshot import Channel, Live

LONGEST_CHOICE = 20


@dataclass(frozen=True)
class Asked:
    """What the watcher chose, as it stands in the address of the page."""

    language: str = ""
    role: str = ""
    sound_only: bool = False
    captions: str = ""
    whole: bool = False
    """The page holds its player from the beginning, and never has to be loaded again."""

    @classmethod
    def read(cls, language: str, role: str, sound: str, captions: str = "") -> "Asked":
        """Take the parts of an address as they came."""
        language, role, captions = (part[:LONGEST_CHOICE] for part in (language, role, captions))
        return cls(language, role, sound == "only", captions)


@dataclass(frozen=True)
class Choice:
    """A link to the same page with another language or stream."""

    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Links:
    """Makes the addresses of a page with other choices."""

    token: str
    asked: Asked
    language: str
    page: str = "livestream.watch"

    def to(self, **changed: str | None) -> str:
        """The page with some choices changed."""
        wanted: dict[str, Any] = {
            "a": self.asked.language or None,
            "s": self.asked.role or None,
            "sound": "only" if self.asked.sound_only else None,
            "c": self.asked.captions or None,
            **changed,
        }
        return url_for(self.page, token=self.token, **wanted)

    def languages(self, channel: Channel) -> tuple[Choice, ...]:
        """One link a language."""
        return tuple(
            Choice(
                sound.language,
                sound.name,
                self.to(a=sound.language),
                sound.language == self.language,
            )
            for sound in channel.sounds
        )

    def captions(self, channel: Channel, read: str) -> tuple[Choice, ...]:
        """No captions, or one link a language; empty where the stream has none."""
        if not channel.captions:
            return ()
        return (
            Choice("", str(words.NO_CAPTIONS), self.to(c=None), not read),
            *(
                Choice(one.language, one.name, self.to(c=one.language), one.language == read)
                for one in channel.captions
            ),
        )

    def streams(self, live: Live, chosen: Channel) -> tuple[Choice, ...]:
        """Main stream and backup, where there are both."""
        roles = [role for role in (StreamRole.PRIMARY, StreamRole.BACKUP) if live.channel(role)]
        return tuple(
            Choice(role, str(words.ROLES[role]), self.to(s=role), role == chosen.role)
            for role in roles
            if len(roles) > 1
        )

    def sound(self) -> Choice:
        """To the sound alone, or back to the picture."""
        only = self.asked.sound_only
        return Choice("sound", "", self.to(sound=None if only else "only"), only)
