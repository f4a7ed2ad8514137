"""What a plan's text may not hold: decomposed letters, and characters that nobody sees."""

import re
import unicodedata
from typing import Final

# Controls but tab and line feed; what turns the direction of writing around; what has no width.
HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
# Marks that join the letter before them, which may be an ASCII one that `_SILENT` takes away.
_JOINING: Final = re.compile("[\u0300-\u036f]")
# What may stand for a character that nobody sees; of the short escapes, all but tab and line feed.
_ESCAPED: Final = re.compile(rb"\\[bfru]")
_MARK: Final = b'"'
_SILENT: Final = bytes(range(128)).replace(_MARK, b"")


def looked_over(data: bytes) -> tuple[int, bool]:
    """The quotation marks of valid JSON, and whether its text is surely composed and visible.

    Looks only at what is not ASCII, some ten times as fast as looking at every letter. False
    means that somebody has to look closer, not that something is wrong.
    """
    telling = data.translate(None, _SILENT)
    text = telling.translate(None, _MARK)
    return len(telling) - len(text), not _may_hide(data) and _is_plain(text.decode())


def _may_hide(data: bytes) -> bool:
    return b"\x7f" in data or (b"\\" in data and _ESCAPED.search(data) is not None)


def _is_plain(text: str) -> bool:
    return is_composed(text) and not _JOINING.search(text) and not HIDDEN.search(text)


def is_composed(text: str) -> bool:
    """Whether a text is NFC, so that what looks the same is the same."""
    return unicodedata.is_normalized("NFC", text)


def hidden_in(text: str) -> str:
    """The code of the first character that nobody sees, or the empty string."""
    found = HIDDEN.search(text)
    return f"{ord(found.group()):04X}" if found else ""
