#!/usr/bin/env python3
"""Hold every catalogue against the texts of the code and the templates.

Ends with 1 and a line for each text that is missing, untranslated, fuzzy or left over, or whose
placeholders differ. `make texts` puts the catalogues in order, up to the words themselves.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent
KEYWORDS = ("-k", "_l", "-k", "lazy_gettext", "-k", "ngettext:1,2")
LAYOUT = ("--no-location", "--sort-output", "--omit-header")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
Text = str | tuple[str, ...] | list[str]
"""A text; one with plurals as all of its forms."""


def read_texts() -> Catalog:
    """The texts of the code as it stands."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        files = ("-F", str(HERE / "babel.cfg"), "-o", str(template), str(HERE.parent))
        CommandLineInterface().run(["pybabel", "-q", "extract", *KEYWORDS, *LAYOUT, *files])
        with template.open("rb") as file:
            return read_po(file)


def read_catalogue(path: Path) -> Catalog:
    """The texts of one language, and how many forms its plurals have."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def faults_of(catalogue: Catalog, texts: Catalog) -> Iterator[tuple[str, str]]:
    """What is wrong with a catalogue: the kind of fault, and the text."""
    known = {message.id: message for message in catalogue if message.id}
    wanted = [message.id for message in texts if message.id]
    for text in wanted:
        if text not in known:
            yield "missing", first_of(text)
            continue
        message = known[text]
        if not is_translated(message, catalogue.num_plurals):
            yield "untranslated", first_of(text)
        elif not keeps_placeholders(message):
            yield "other placeholders", first_of(text)
        if message.fuzzy:
            yield "fuzzy", first_of(text)
    for text in [*(known.keys() - set(wanted)), *catalogue.obsolete]:
        yield "left over", first_of(text)


def is_translated(message: Message, forms: int) -> bool:
    """Whether every form that the language has is there."""
    expected = forms if isinstance(message.id, tuple) else 1
    return len(forms_of(message.string)) == expected and all(forms_of(message.string))


def keeps_placeholders(message: Message) -> bool:
    """Whether each form has what all English forms have, and nothing that none has."""
    english = [set(PLACEHOLDER.findall(form)) for form in forms_of(message.id)]
    needed, allowed = set.intersection(*english), set.union(*english)
    return all(
        needed <= set(PLACEHOLDER.findall(form)) <= allowed for form in forms_of(message.string)
    )


def forms_of(text: Text | None) -> tuple[str, ...]:
    """Singular and plurals; of a text without plurals, itself."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def first_of(text: Text) -> str:
    """The form by which a text is named."""
    return forms_of(text)[0]


def main() -> None:
    """Check all catalogues; what is wrong goes to standard error."""
    texts = read_texts()
    faults = [
        f"{path.relative_to(HERE.parent)}: {kind}: {text!r}"
        for path in sorted(HERE.glob("*/LC_MESSAGES/*.po"))
        for kind, text in sorted(faults_of(read_catalogue(path), texts))
    ]
    if faults:
        sys.exit("\n".join([*faults, f"{len(faults)} faults in the translations."]))


if __name__ == "__main__":
    main()
