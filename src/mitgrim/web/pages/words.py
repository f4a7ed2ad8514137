"""What the pages say, from each app's own catalogue: `say("people.login.title")`."""

from functools import cache
from typing import Final

from mitgrim.plan import Label
from mitgrim.web.pages.language import current
from mitgrim.wording import Catalogue, Lang, Text, Value

PACKAGE: Final = "mitgrim.web"


@cache
def catalogue(app: str) -> Catalogue:
    """The messages of one app of the web application."""
    return Catalogue.load(f"{PACKAGE}.{app}", "messages.toml")


def say(id: str, /, **values: Value) -> str:
    """A message in the language of the page; its first part names the app."""
    app, _, own = id.partition(".")
    return catalogue(app).text(own, current(), **values)


def said(id: str, /, **values: Value) -> Text:
    """The same in both languages, for what is kept and read by others."""
    app, _, own = id.partition(".")
    return catalogue(app).both(own, **values)


def named(label: Label, otherwise: str = "") -> str:
    """A label in the language of the page."""
    if current() is Lang.EN and label.en:
        return label.en
    return label.ko or otherwise
