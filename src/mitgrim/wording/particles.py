"""Korean particles that fit the word before them: 을 or 를, 은 or 는, 으로 or 로."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from mitgrim.wording.readings import (
    CURRENCIES,
    DIGITS,
    LETTERS,
    MOMENTS,
    MYRIADS,
    SYMBOLS,
    TENS,
    UNITS,
    WORD_ENDINGS,
    WORDS,
)

PAIRS: Final = (
    "은/는", "이/가", "을/를", "과/와", "아/야",
    "으로/로", "으로서/로서", "으로써/로써", "으로부터/로부터",
    "이나/나", "이라/라", "이라고/라고", "이라는/라는", "이라도/라도", "이라면/라면", "이란/란",
    "이랑/랑", "이며/며", "이고/고", "이든/든", "이든지/든지", "이지만/지만", "이므로/므로",
    "이다/다", "이었다/였다", "이에요/예요", "이여/여", "이야/야",
)  # fmt: skip

_RIEUL = 8  # ㄹ among the 28 finals of a syllable
_SILENT = " \t\n\r\u00a0\u3000\"'`“”‘’«»」』》〉>】!?,*"
_HEARD = 400  # characters; nested brackets take quadratic time, and anyone may write a title
_OPENERS = {")": "(", "]": "[", "〕": "〔"}
_ROMAN = {ord(sign): str(n) for n, sign in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", start=1)}
_UNIT = re.compile(r"(?P<before>[\d/]?)\s?(?P<unit>(?:[A-Zμa-z]+[23]?|%p?|‰|°C?))$")
_NUMBER = re.compile(r"(?P<before>[$₩€£¥/⁄]?)\s?(?P<whole>\d[\d,]*)(?P<decimals>\.\d+)?$")
_WORD = re.compile(r"[A-Za-z]+$")
_HUMP = re.compile(r"[A-Z][a-z]{2,}$")  # GitHub, but not IoT
_SPELT = 4  # capitals up to this many are letters: KTX, KICT


def with_particle(text: str, pair: str) -> str:
    """`text` with the one of the two particles that Koreans would say after it.

    `pair` is written as in a dictionary, the form after a consonant first: `"을/를"`. Where the
    sound cannot be known (`Ω`, Chinese characters) both are written: `Ω을(를)`, `Ω(으)로`.
    White space at the end of `text` is dropped, for a particle never stands apart.
    """
    return text.rstrip() + particle(text, pair)


def particle(text: str, pair: str) -> str:
    """The particle alone, for a `text` that is set in markup of its own."""
    forms = _FORMS.get(pair)
    if forms is None:
        raise ValueError(f"{pair!r} is no pair of particles; known: {', '.join(PAIRS)}")
    after_consonant, after_vowel, after_rieul, unsure = forms
    syllable = last_syllable(text)
    if not syllable:
        return unsure
    coda = _coda(syllable)
    if coda == _RIEUL:
        return after_rieul
    return after_consonant if coda else after_vowel


def last_syllable(text: str) -> str:
    """The syllable `text` ends with when a Korean reads it aloud; empty where that is unsure.

    Quotation marks are silent. Words in brackets are an aside: `부산(안)` takes what fits 부산,
    as 손발(手足)을 does; so are (주) and ㈜. Only a bracket with nothing before it, or a square one
    that stands apart (`아래 [표 1]`), is read itself. `1/2` is a fraction to one reader and the
    second of January to another: unsure.
    """
    return _hangul(text) or _read(text[-_HEARD:])


@lru_cache(maxsize=4096)
def _read(text: str) -> str:
    """Each reader says a syllable, nothing where it is unsure, or None for what is not its own."""
    spoken = _without_silence(normalize("NFKC", text.translate(_ROMAN)))
    if moment := _moment(spoken):
        return moment
    spoken = _without_silence(spoken.rstrip(". "))
    readings = (reader(spoken) for reader in (_hangul, _unit, _number, _latin, _symbol))
    return next((syllable for syllable in readings if syllable is not None), "")


def _without_silence(text: str) -> str:
    while (shorter := _without_aside(text.rstrip(_SILENT))) != text:
        text = shorter
    return text


def _without_aside(text: str) -> str:
    closer = text[-1:]
    opener = _OPENERS.get(closer)
    if opener is None:
        return text
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == closer) - (text[at] == opener)
        if depth == 0:
            before, inside = text[:at], text[at + 1 : -1]
            apart = opener == "[" and before[-1:].isspace()
            return inside if apart or not before.strip() else before
    return text[:-1]


def _moment(text: str) -> str | None:
    return next((like for moment, like in MOMENTS if moment.search(text)), None)


def _hangul(text: str) -> str | None:
    return text[-1] if "가" <= text[-1:] <= "힣" else None


def _unit(text: str) -> str | None:
    found = _UNIT.search(text)
    if not found or found["unit"] not in UNITS:
        return None
    if found["before"] == "/":  # km/h is read 시속 …킬로미터
        return ""
    alone = not found["before"] and len(found["unit"]) == 1 and found["unit"].isalpha()
    return None if alone else UNITS[found["unit"]][-1]


def _number(text: str) -> str | None:
    found = _NUMBER.search(text)
    if not found:
        return None
    if found["before"]:
        return CURRENCIES.get(found["before"], "")[-1:]
    if found["decimals"]:
        return DIGITS[int(found["decimals"][-1])]
    digits = found["whole"].replace(",", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros in (0, len(digits)):
        return DIGITS[int(digits[-1])]
    if zeros < len(TENS):
        return TENS[zeros]
    return "".join(MYRIADS[zeros // len(TENS) :][:1])


def _latin(text: str) -> str | None:
    found = _WORD.search(text)
    if not found:
        return None
    run = found[0]
    if known := WORDS.get(run.lower()):
        return known[-1]
    spelt, said = LETTERS[run[-1].upper()][-1], _english(run.lower())
    if len(run) == 1 or not re.search("[aeiouy]", run, re.IGNORECASE):
        return spelt
    if run[1:].islower():
        return said
    if run.isupper():  # KISDI or PROJECT? A long one is sure only if both readings agree.
        return spelt if len(run) <= _SPELT or _coda(spelt) == _coda(said) else ""
    hump = _HUMP.search(run)
    return _latin(hump[0]) if hump else spelt


def _symbol(text: str) -> str | None:
    return SYMBOLS.get(text[-1:], "")[-1:]


def _english(word: str) -> str:
    return next((like[-1] for ending, like in WORD_ENDINGS if ending.search(word)), "")


def _coda(syllable: str) -> int:
    """Which final consonant a syllable has; 0 is none. An unknown one (-1) equals no other."""
    return (ord(syllable) - ord("가")) % 28 if syllable else -1


def _forms(pair: str) -> tuple[str, str, str, str]:
    closed, open_ = pair.split("/")
    optional = closed[1:] == open_  # (으)로, (이)나
    both = f"({closed[0]}){open_}" if optional else f"{closed}({open_})"
    return closed, open_, open_ if closed[0] == "으" else closed, both


_FORMS: Final = {pair: _forms(pair) for pair in PAIRS}
