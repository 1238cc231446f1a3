"""Which of GeoNames' untagged alternate names are good labels and which are noise."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from app.gazetteer.rules import normalise

ONLY_PERSIAN = frozenset("پچژگ")

ONLY_ARABIC = frozenset("يىكةأإؤ")

# Of Urdu, Kurdish, Pashto, Sindhi, Uyghur and other languages, but of neither of ours.
FOREIGN = frozenset("ےںہھۂۃٹڈڑەۀۆێېۇۋڕڵڼۍړښځڅډټۈۉۊڭڳڱڻٿٺڀڄڃڇڊڍڌڏڙڦڪٻٽۓۅٲٳٵٶٸڤڨڢڥڎࢀ")

TO_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "ـ": None})
TO_ARABIC = str.maketrans({"ی": "ي", "ک": "ك", "ـ": None})

WIDELY_READ = ("LATIN", "ARABIC", "CYRILLIC")

NATIVE_SCRIPTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("IR", "AF", "PK", "IQ", "SA", "YE", "OM", "AE", "QA", "BH"), ("ARABIC",)),
    **dict.fromkeys(("KW", "JO", "SY", "LB", "PS", "EG", "LY", "TN", "DZ", "MA"), ("ARABIC",)),
    **dict.fromkeys(("SD", "MR", "EH", "SO", "DJ", "KM"), ("ARABIC",)),
    **dict.fromkeys(("RU", "UA", "BY", "BG", "RS", "MK", "BA", "ME"), ("CYRILLIC",)),
    **dict.fromkeys(("KZ", "KG", "TJ", "MN"), ("CYRILLIC",)),
    **dict.fromkeys(("CN", "TW", "HK", "MO", "SG"), ("CJK",)),
    "JP": ("CJK", "KATAKANA", "HIRAGANA"),
    "KR": ("HANGUL",),
    "KP": ("HANGUL",),
    "IL": ("HEBREW", "ARABIC"),
    "GR": ("GREEK",),
    "CY": ("GREEK",),
    "GE": ("GEORGIAN",),
    "AM": ("ARMENIAN",),
    "TH": ("THAI",),
    "ET": ("ETHIOPIC",),
    "ER": ("ETHIOPIC",),
    "KH": ("KHMER",),
    "LA": ("LAO",),
    "MM": ("MYANMAR",),
    "NP": ("DEVANAGARI",),
    "BD": ("BENGALI",),
    "LK": ("SINHALA", "TAMIL"),
    "IN": ("DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "GUJARATI", "KANNADA", "MALAYALAM"),
}
"""By country, the scripts that people there type besides the Latin one."""

_AIRPORT_CODE = re.compile(r"[A-Z]{2,4}")
_NOT_A_NAME = re.compile(r"[0-9()/:;|+@]|  |^.?$|^.{41,}$")

_QUALIFIER = re.compile(r"\s*[،,].*$")
"""The country or province that some names carry: "Kano, Nigeria"."""

_KIND_OF_PLACE = {
    "fa": re.compile("^(شهرستان|استان|شهر|منطقه|ایالت|ولایت) "),
    "ar": re.compile("^(محافظة|ولاية) "),
}
"""Words for city, county, province, state before the name itself."""

LIKE_ENOUGH = 0.6

_VOWEL_SIGN = re.compile("[\u064b-\u0652]")
_UNWRITTEN = re.compile("[\u064b-\u0652\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Vowel signs, which names on maps go without, and marks of direction."""

_SOUNDS = str.maketrans(
    dict(zip("بپتجحدرزسصضطظفکكگلمنوهذثیيةژ", "bptjhdrzssztzfkkglmnvhzsyyhj", strict=True))
    | {"خ": "kh", "چ": "ch", "ش": "sh", "غ": "gh", "ق": "gh"}
    | dict.fromkeys("اآأإءعئؤى ", None)
)
"""How the consonants of Persian and Arabic are mostly written in Latin letters."""

_VOWELS = str.maketrans({**dict.fromkeys("aeiou ", None), "w": "v", "q": "gh"})
"""What is left out of a Latin name, and made alike, before it is compared."""


def script(name: str) -> str:
    """Return the script of a name's first letter as Unicode calls it, "" if it has none."""
    letter = next(filter(str.isalpha, name), "")
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter else ""


def is_noise(name: str) -> bool:
    """Tell whether a name is a code, a machine's transliteration or no name at all.

    GeoNames carries machine transliterations in small letters: "mwnykh" for Munich.
    """
    if _NOT_A_NAME.search(name) or _AIRPORT_CODE.fullmatch(name):
        return True
    return script(name) == "LATIN" and name[0].islower()


def worth_keeping(names: Iterable[str], country: str) -> list[str]:
    """Return the names that people would type, those in the country's own script first.

    Names with accents go before plain ones, of which many are only their shadow.
    """
    native = NATIVE_SCRIPTS.get(country, ())
    known = [name for name in names if script(name) in (*WIDELY_READ, *native)]
    return sorted(known, key=lambda name: (script(name) not in native, name.isascii()))


def best_label(
    language: str, name: str, *, tagged: str, untagged: Iterable[str] = (), region: str = ""
) -> str:
    """Return a place's name in a language, "" if none is known but its Latin one.

    The name that its source tags with the language goes first. In Persian and Arabic follow
    the alternate name that looks most like that language, then the one that sounds most
    like the Latin name, which is the one in use today. In a language with Latin letters
    nothing tells whose an untagged name is.

    :param region: the tagged name of its region, which many a city shares
    """
    if language not in _KIND_OF_PLACE:
        return tagged if tagged != name and _is_a_latin_name(tagged) else ""
    trusted = {_bare(language, region), _trusted(_bare(language, tagged), tagged, name)} - {""}
    names = (_bare(language, tagged), *(_bare(language, other) for other in untagged))
    candidates = [candidate for candidate in names if _is_readable(language, candidate)]
    if not candidates:
        return ""
    best = max(
        candidates,
        key=lambda candidate: (
            candidate in trusted,
            _likeness(language, candidate),
            _sounds_like(candidate, name),
            -len(candidate),
        ),
    )
    return best.translate(TO_PERSIAN if language == "fa" else TO_ARABIC)


def _bare(language: str, name: str) -> str:
    shown = _UNWRITTEN.sub("", _QUALIFIER.sub("", name))
    return _KIND_OF_PLACE[language].sub("", shown)


def _trusted(bare: str, tagged: str, name: str) -> str:
    """Return the tagged name, but "" for one from an old list, with vowel signs and no likeness."""
    is_old = bool(_VOWEL_SIGN.search(tagged)) and _sounds_like(bare, name) < LIKE_ENOUGH
    return "" if is_old else bare


def _is_a_latin_name(name: str) -> bool:
    return script(name) == "LATIN" and not _NOT_A_NAME.search(name)


def _is_readable(language: str, name: str) -> bool:
    unknown = FOREIGN if language == "fa" else FOREIGN | ONLY_PERSIAN
    return script(name) == "ARABIC" and not unknown & set(name) and not _NOT_A_NAME.search(name)


def _likeness(language: str, name: str) -> int:
    """Return how many letters are of the language alone, less those of the other."""
    persian, arabic = ONLY_PERSIAN | set("یک"), ONLY_ARABIC
    own, other = (persian, arabic) if language == "fa" else (arabic, persian)
    return len(own & set(name)) - len(other & set(name))


def _sounds_like(name: str, latin: str) -> float:
    """Return from 0 to 1 how well the consonants of two names agree."""
    ours = name.translate(_SOUNDS)
    return SequenceMatcher(None, ours, normalise(latin).translate(_VOWELS)).ratio()
