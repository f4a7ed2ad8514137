"""Personal data: numbers that are never stored, names that are never shown whole, addresses that
are only counted.
"""

import hashlib
import re
from datetime import date
from ipaddress import ip_address, ip_network
from typing import Final
from unicodedata import category, normalize

from django.utils.crypto import salted_hmac

from mitgrim.checks.people import contacts, residents
from mitgrim.web.pages.words import said
from mitgrim.wording import Refusal, search_key

HIDDEN: Final = "○"
_DIGITS: Final = 13
# What takes the hyphen's place; in a plan's text it may as well part a month and an amount.
_LIKE_A_HYPHEN: Final = str.maketrans("/·~_", "----")
# Blanks that are letters to Unicode: Hangul that fills a place and shows nothing.
_BLANK: Final = frozenset("\u115f\u1160")
_UNSEEN: Final = frozenset({"Cf", "Cc", "Co", "Cn", "Mn", "Me"})
_SPREAD: Final = re.compile(r"(?<=\d)[^\w\n]{1,3}(?=\d)|(?<=\d)[ _](?=\d)")


class PersonalNumber(Refusal):  # reads as the sentence it is
    """A text holds a resident registration number; it was not stored and is not repeated."""

    def __init__(self) -> None:
        self.message = said("opinions.refused.resident-number")
        super().__init__(self.message.ko)


def has_resident_number(text: str) -> bool:
    """Whether a text holds a 주민등록번호, however its digits are written and set apart.

    Signs that nobody sees are left out first. With the digits spread out, `9 0 0 1 0 1 …`, the
    check digit must be right, as it must of bare digits: dates and amounts beside each other are
    no number of a person.
    """
    normal = normalize("NFKC", text)
    if sum(map(str.isdecimal, normal)) < _DIGITS:
        return False
    plain = _seen(normal)
    digits = "".join(str(int(own)) if own.isdecimal() else own for own in plain)
    some = (digits, _SPREAD.sub("", digits), digits.translate(_LIKE_A_HYPHEN))
    return any(map(residents, some))


def must_hold_no_number(*texts: str) -> None:
    """Raise PersonalNumber before anything is stored."""
    if any(map(has_resident_number, texts)):
        raise PersonalNumber


def without_contacts(text: str) -> str:
    """A text as anyone may read it: telephone numbers and mail addresses are blotted out."""
    if not any(own.isdigit() or own in "@＠﹫" for own in text):
        return text
    plain = _seen(normalize("NFKC", text))
    found = contacts(plain)
    if not found:
        return text
    for own in reversed(found):
        plain = f"{plain[: own.start()]}{HIDDEN * 3}{plain[own.end() :]}"
    return plain


def _seen(normal: str) -> str:
    """A text (in NFKC) without the signs that nobody sees; lines and tabs stay."""
    return "".join(
        own
        for own in normal
        if own in "\n\t" or (category(own) not in _UNSEEN and own not in _BLANK)
    )


def masked_name(name: str) -> str:
    """`김하나` → `김○○`, `남궁` → `남○`, `Anna Kim` → `A○○○ K○○`."""
    return " ".join(_masked(part) for part in name.split())


def _masked(part: str) -> str:
    return part[0] + HIDDEN * max(len(part) - 1, 1)


def text_key(text: str) -> str:
    """The digest by which the same text is known again, whatever its spaces and signs."""
    return hashlib.sha256((search_key(text) or text.strip()).encode()).hexdigest()


def address_digest(address: str, day: date) -> str:
    """What is kept of a visitor's address: enough to count on one day, and of no use on another.

    Keyed with the site's secret: nobody else can try addresses against it. Of IPv6 the network
    counts, its first 64 bits: a household has all the rest to itself.
    """
    made = salted_hmac("mitgrim.opinions.address", f"{day.isoformat()} {_household(address)}")
    return made.hexdigest()


def _household(address: str) -> str:
    try:
        own = ip_address(address)
    except ValueError:
        return address
    if own.version == 4:  # noqa: PLR2004
        return address
    return str(own.ipv4_mapped or ip_network((int(own) >> 64 << 64, 64)))
