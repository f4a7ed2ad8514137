"""What tests send: the fields of a form as a page of the draft has them, bent as a person would."""

import re
from html.parser import HTMLParser
from typing import Any, Final

from django.test import Client

from mitgrim.web.people.models import Person
from tests.cast import PLAN

DRAFT: Final = f"/work/{PLAN}/jeju/"
Fields = dict[str, list[str]]


def signed_in(person: Person) -> Client:
    """A browser of somebody's own, signed in."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


class _Fields(HTMLParser):
    """The fields of the form `editing`, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.inside = False
        self.templates = 0
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag == "form":
            self.inside = own.get("id") == "editing"
        self.templates += tag == "template"
        if not self.inside or self.templates:
            return
        name = own.get("name") or ""
        if tag == "input" and name:
            if own.get("type") in ("checkbox", "radio") and "checked" not in own:
                return
            self.fields.setdefault(name, []).append(own.get("value") or "")
        elif tag == "select":
            self.select = name
            self.fields.setdefault(name, []).append("")
        elif tag == "option" and self.select and "selected" in own:
            self.fields[self.select][-1] = own.get("value") or ""
        elif tag == "textarea":
            self.area = name
            self.fields.setdefault(name, []).append("")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area:
            self.fields[self.area][-1] = self.fields[self.area][-1].removeprefix("\n")
            self.area = ""


def fields_of(page: str) -> Fields:
    """The fields of a form on a page."""
    reader = _Fields()
    reader.feed(page)
    return reader.fields


def opened(client: Client, path: str) -> Fields:
    """The form at an address, as it is opened."""
    answer = client.get(path)
    assert answer.status_code == 200
    return fields_of(answer.content.decode())


def tokenless(answer: Any) -> str:
    """A page without what is another at every request."""
    page: str = answer.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def sent(client: Client, path: str, fields: Fields, **bent: Any) -> Any:
    """Send a form with some fields bent: `name__ko` for `name.ko`."""
    given = {own.replace("__", "."): text for own, text in bent.items()}
    texts = {own: text if isinstance(text, list) else [text] for own, text in given.items()}
    return client.post(path, {**fields, "_do": ["save"], **texts})
