"""Finding names as Koreans type them: by a part, by initial consonants, while still typing.

`matches` decides. A database can look for `query_letters(query)` inside a column of
`letters(text)`; a query that mixes syllables and initials (`특ㅎ`) finds a few too many there, and
`matches` sorts them out.
"""

from functools import lru_cache
from typing import Final
from unicodedata import normalize

_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS: Final = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PER_INITIAL: Final = 21 * 28
_SIGNS: Final = 16_384
# Who types ㄱㅅ fast gets ㄳ from the keyboard.
_PAIRS: Final = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_CONJOINING: Final = {
    first + n: sign
    for first, signs in ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A8, _FINALS))
    for n, sign in enumerate(signs)
}


def search_key(text: str) -> str:
    """A text as it is searched: composed, in lower case, letters and digits alone.

    Where words begin is of no account, as Koreans space compounds in more than one way. Lone
    jamo, however they are encoded, are single letters of a keyboard.
    """
    folded = "".join(map(_folded, normalize("NFC", text)))
    return "".join(sign for sign in folded if sign.isalnum())


def initials(text: str) -> str:
    """초성: `특화산업` → `ㅌㅎㅅㅇ`; what is no syllable stays as the key has it."""
    return "".join(map(_initial, search_key(text)))


def matches(query: str, text: str) -> bool:
    """Whether a text has what was typed: `화산`, `ㅎㅅ` and `화ㅅ` all find 특화산업.

    An empty query finds everything.
    """
    wanted, key, firsts = search_key(query), search_key(text), initials(text)
    return any(
        all(sign in pair for sign, *pair in zip(wanted, key[at:], firsts[at:], strict=False))
        for at in range(len(key) - len(wanted) + 1)
    )


def letters(text: str) -> str:
    """What a database keeps of a text to be searched: its key, then its initials in a line."""
    return f"{search_key(text)}\n{initials(text)}"


def query_letters(query: str) -> str:
    """What to look for in `letters`, as it is: escape it where `%` and `_` mean something.

    Nothing that matches is missed.
    """
    key = search_key(query)
    return initials(query) if any(sign in _INITIALS for sign in key) else key


@lru_cache(maxsize=_SIGNS)  # a text has few different signs, and a table of opinions a million
def _folded(sign: str) -> str:
    plain = sign if "ㄱ" <= sign <= "ㅣ" else normalize("NFKC", sign).casefold()
    lone = (_CONJOINING.get(ord(own), own) for own in plain)
    return "".join(_PAIRS.get(own, own) for own in lone)


@lru_cache(maxsize=_SIGNS)
def _initial(sign: str) -> str:
    return _INITIALS[(ord(sign) - ord("가")) // _PER_INITIAL] if "가" <= sign <= "힣" else sign
