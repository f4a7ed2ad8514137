"""The book of a public version is made once and kept."""

from typing import Any

import pytest
from django.test import Client

from mitgrim.web.publish.books import book_of
from mitgrim.web.publish.kinds import BookFormat
from mitgrim.web.publish.models import Book
from mitgrim.wording import Lang
from tests.web.cast import Cast
from tests.web.publish.stories import published


def test_a_book_is_made_once_for_each_language_and_form(cast: Cast) -> None:
    own = published(cast).revision
    first = book_of(own, Lang.KO, BookFormat.HTML)
    assert book_of(own, Lang.KO, BookFormat.HTML) == first
    assert book_of(own, Lang.EN, BookFormat.HTML) != first
    assert Book.objects.count() == 2


def test_a_book_that_is_kept_costs_one_question(cast: Cast, django_assert_num_queries: Any) -> None:
    own = published(cast).revision
    first = book_of(own, Lang.KO, BookFormat.HTML)
    with django_assert_num_queries(1):
        assert book_of(own, Lang.KO, BookFormat.HTML) == first


@pytest.mark.parametrize(("format", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-")])
def test_a_reader_takes_the_book_away(
    client: Client, cast: Cast, format: str, begins: bytes
) -> None:
    own = published(cast)
    response = client.get(f"/history/{own.address}/book.ko.{format}")
    assert response.content[: len(begins)] == begins
    name = f'attachment; filename="{cast.workspace.pk}-{own.address}.ko.{format}"'
    assert response["Content-Disposition"] == name


@pytest.mark.parametrize("name", ["book.fr.html", "book.ko.exe", "book.ko.hwp"])
def test_there_are_no_other_books(client: Client, cast: Cast, name: str) -> None:
    own = published(cast)
    assert client.get(f"/history/{own.address}/{name}").status_code == 404
