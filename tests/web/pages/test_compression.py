"""Pages go out compressed, files as they are."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from mitgrim.web.pages.compression import CompressedPages

BODY = b"<!doctype html>" + b"<p>...</p>" * 100
asked = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br"})


def answered(kind: str) -> HttpResponse:
    sent = CompressedPages(lambda _: HttpResponse(BODY, content_type=kind))(asked)
    assert isinstance(sent, HttpResponse)
    return sent


def test_a_page_is_compressed_for_who_can_read_it() -> None:
    answer = answered("text/html; charset=utf-8")
    assert (answer["Content-Encoding"], gzip.decompress(answer.content)) == ("gzip", BODY)


@pytest.mark.parametrize("kind", ["application/json", "application/zip", "text/csv"])
def test_what_is_no_page_goes_out_as_it_is(kind: str) -> None:
    answer = answered(kind)
    assert (answer.has_header("Content-Encoding"), answer.content) == (False, BODY)
