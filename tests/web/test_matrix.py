"""Every address of the site for every role, as `matrix.csv` has it; and what could leak does not."""

import os

import pytest

from mitgrim.web.people.models import Person
from mitgrim.web.revisions.queries import may_read
from tests.web.cast import Cast
from tests.web.matrix import (
    ANONYMOUS,
    MARKER,
    OK,
    ROLES,
    addresses,
    opened,
    table,
    url_of,
    with_a_secret,
    write,
)

pytestmark = pytest.mark.django_db


def test_every_address_has_a_line_in_the_table(cast: Cast) -> None:
    known, rows = with_a_secret(cast), table()
    listed = {name for name, _ in rows}
    new = [own for own in addresses() if own.name not in listed]
    if os.environ.get("MITGRIM_MATRIX") == "write":
        for own in new:
            url = url_of(own, known)
            got = {role: opened(person(cast, role), "GET", url)[0] for role in ROLES}
            method = "POST" if "405" in got.values() else "GET"
            if method == "POST":
                got = {role: opened(person(cast, role), "POST", url)[0] for role in ROLES}
            rows[own.name, method] = got
        write(rows)
    assert [own.name for own in new] == []
    assert listed - {own.name for own in addresses()} == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_learns_nothing_else(cast: Cast, role: str) -> None:
    known, who = with_a_secret(cast), person(cast, role)
    reads = who is not None and may_read(who, cast.draft())
    urls = {own.name: url_of(own, known) for own in addresses()}
    got, leaks, shown = {}, [], 0
    for name, method in table():
        got[name, method], text = opened(who, method, urls[name])
        shown += MARKER in text
        leaks += [name] if MARKER in text and not reads else []
    assert got == {line: row[role] for line, row in table().items()}
    assert leaks == []
    assert (shown > 0) is reads, "the marker is what could leak: those who may read it see it"


def test_every_address_is_open_to_somebody() -> None:
    assert [line for line, row in table().items() if OK not in row.values()] == []


def person(cast: Cast, role: str) -> Person | None:
    return None if role == ANONYMOUS else getattr(cast, role)
