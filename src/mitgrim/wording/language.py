"""The two languages of the interface, a text in both of them, and which one a reader wants."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """A language Mitgrim speaks; Korean comes first everywhere."""

    KO = "ko"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in Korean and in English."""

    ko: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.ko if lang == Lang.KO else self.en


def in_both(write: Callable[[Lang], str]) -> Text:
    """What `write` says in each language: `in_both(lambda lang: prose_amount(won, lang))`."""
    return Text(write(Lang.KO), write(Lang.EN))


def preferred(environ: Mapping[str, str]) -> Lang:
    """The language a reader's environment asks for, Korean if it does not say.

    `MITGRIM_LANG` wins over the locale, and a language we do not speak there is an error.
    A locale that is neither Korean nor English (`C`, `fr_FR`) is passed over.
    """
    if own := environ.get("MITGRIM_LANG"):
        chosen = _spoken(own)
        if chosen is None:
            raise ValueError(f"MITGRIM_LANG is {own!r}; set it to ko or en, or leave it unset")
        return chosen
    locales = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((lang for lang in map(_spoken, locales) if lang), Lang.KO)


def _spoken(locale: str) -> Lang | None:
    tag = re.split(r"[_.@-]", locale.strip().lower())[0]
    return Lang(tag) if tag in tuple(Lang) else None


class Refusal(Exception):  # noqa: N818  # the base of errors that are meant for people
    """What can't be done; `message` says in both languages what, where and what to do.

    Whoever speaks to people catches this one and needs no other.
    """

    message: Text

    def in_(self, lang: Lang) -> str:
        """The refusal in one language, as one text."""
        return self.message.in_(lang)
