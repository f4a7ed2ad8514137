"""Every address of the site for every role, as `matrix.csv` has it; and what could leak does not."""

import os

import pytest

from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import StoredSection
from mitgrim.web.revisions.queries import Manifest, may_read
from tests.web.cast import Cast
from tests.web.matrix import (
    ANONYMOUS,
    MARKER,
    OK,
    ROLES,
    Address,
    addresses,
    opened,
    table,
    url_of,
    with_a_secret,
    write,
)

BY_TOKEN = "api/v1/drafts"  # tests/web/api tries these with tokens, role by role
BY_LINK = "shared/"  # shows its scenario to whoever has the secret: that is what it is for
# Nothing is there in the story: nobody handed in or removed anything, no run has ended.
NOTHING_THERE = {
    "^api/v1/",
    "api/v1/",
    "runs/<int:number>/result/",
    "work/<slug:plan>/publish/preview/<int:number>/",
    "work/<slug:plan>/funding/<int:number>/offer/",  # a city's scenario is not offered to cities
    # An opinion on a draft that nobody handed in is closed to the officer.
    "work/<slug:plan>/opinions/o/<slug:code>/erase/",
    # Nobody's browser takes part in the debate.
    "debates/<int:debate>/vote/",
    "debates/<int:debate>/votes/",
    "debates/<int:debate>/mine/",
    "debates/<int:debate>/write/",
    # What is adopted is the nation's item; the one before the committee is Jeju's.
    "work/<slug:plan>/committees/items/<int:item>/adopt/",
    "work/<slug:plan>/assembly/return/<slug:section>/",
    "work/<slug:plan>/<slug:section>/compare/",
    "work/<slug:plan>/<slug:section>/autosave/",
    "work/<slug:plan>/<slug:section>/<kept:collection>/<str:key>/check/<slug:part>/",
    "work/<slug:plan>/<slug:section>/<kept:collection>/<str:key>/put-back/",
    "work/<slug:plan>/<slug:section>/<collection:collection>/<str:key>/",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_books(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book takes seconds to set: here it is the sections that it is made of, word for word."""

    def read(sections: Manifest, only: str, *_: object) -> bytes:
        held = StoredSection.objects.in_bulk([digest for _, digest in sections])
        return b"".join(bytes(own.body) for own in held.values() if only in {"", own.name})

    for module in ("publish.books", "reviews.views.items"):
        monkeypatch.setattr(f"mitgrim.web.{module}.written", read)


def test_every_address_has_a_line_in_the_table(cast: Cast) -> None:
    known, rows = with_a_secret(cast), table()
    listed = {route for route, _ in rows}
    new = [own for own in addresses() if own.route not in listed]
    if os.environ.get("MITGRIM_MATRIX") == "write":
        for own in new:
            url = url_of(own, known)
            method, got = "GET", outcomes(cast, "GET", url, own.sent)
            if "405" in got.values():
                method, got = "POST", outcomes(cast, "POST", url, own.sent)
            rows[own.route, method] = got
        write(rows)
    assert [own.route for own in new] == []
    assert listed - {own.route for own in addresses()} == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_learns_nothing_else(cast: Cast, role: str) -> None:
    known, who = with_a_secret(cast), person(cast, role)
    reads = who is not None and may_read(who, cast.draft())
    urls = {own.route: url_of(own, known) for own in addresses()}
    got, leaks, shown = {}, [], 0
    for route, method in table():
        got[route, method], text = opened(who, method, urls[route], Address(route).sent)
        shown += MARKER in text and not route.startswith(BY_LINK)
        closed = not reads and not route.startswith(BY_LINK)
        leaks += [route] if MARKER in text and closed else []
    assert got == {line: row[role] for line, row in table().items()}
    assert leaks == []
    assert (shown > 0) is reads, "the marker is what could leak: those who may read it see it"


def test_every_address_is_open_to_somebody() -> None:
    closed = {route for (route, _), row in table().items() if OK not in row.values()}
    assert {route for route in closed if not route.startswith(BY_TOKEN)} == NOTHING_THERE


def outcomes(cast: Cast, method: str, url: str, sent: dict[str, str]) -> dict[str, str]:
    return {role: opened(person(cast, role), method, url, sent)[0] for role in ROLES}


def person(cast: Cast, role: str) -> Person | None:
    return None if role == ANONYMOUS else getattr(cast, role)
