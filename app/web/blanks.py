"""Pages and letters that are the same for everybody but for a few values.

Rendering costs milliseconds, putting a value into a gap costs nothing. So a text is made
once with stand-ins where the values belong, cut apart at these, and filled for each reader.
"""

import re
from collections.abc import Mapping
from typing import Self


class Blank:
    """A text with named gaps. It holds nothing of the reader for whom it was made."""

    def __init__(self, texts: list[str], gaps: list[str]) -> None:
        self._texts, self._gaps = texts, gaps

    @classmethod
    def cut(cls, text: str, stand_ins: Mapping[str, str]) -> Self:
        """Cut a text at its stand-ins, each of which must be a word that occurs nowhere else.

        :param stand_ins: the stand-in of each gap by the gap's name
        """
        names = {stand_in: name for name, stand_in in stand_ins.items()}
        parts = re.split(f"({'|'.join(map(re.escape, names))})", text)
        return cls(parts[::2], [names[part] for part in parts[1::2]])

    def fill(self, values: Mapping[str, str]) -> str:
        """The whole text; values go in as they are, so into HTML only escaped ones may."""
        written = [self._texts[0]]
        for gap, text in zip(self._gaps, self._texts[1:], strict=True):
            written += (values[gap], text)
        return "".join(written)
