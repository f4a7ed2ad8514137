"""Who tries to fill the disk, or to make the site work for nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/language/", "/login/", "/reminders/off/x/", "/nothing/"])
def test_a_file_too_large_is_refused_before_it_is_read(
    path: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LARGEST_REQUEST = 1000

    def written(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a file was written")

    monkeypatch.setattr(uploadhandler.MemoryFileUploadHandler, "new_file", written)
    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", written)
    sent = {"file": SimpleUploadedFile("large.zip", b"0" * 1000)}
    answer = Client(enforce_csrf_checks=True).post(path, sent)
    assert answer.status_code == 413
    assert "<h1>" in answer.content.decode()


def test_the_api_refuses_what_is_too_large_in_its_own_words(settings: Any) -> None:
    settings.LARGEST_REQUEST = 1000
    answer = Client().post("/api/v1/drafts", b"0" * 1001, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("size", ["-1", "1e9", "none", "９９９９９９", "9" * 5000])
def test_a_size_that_is_none_breaks_nothing(size: str) -> None:
    answer = Client(raise_request_exception=False).get("/login/", headers={}, CONTENT_LENGTH=size)
    assert answer.status_code in (200, 413)


def test_the_largest_file_of_a_plan_still_comes_through(cast: Cast, tmp_path: Path) -> None:
    client = Client()
    client.force_login(cast.jeju)
    sent = {"base": cast.draft().head_id, "file": SimpleUploadedFile("a.json", b"0" * 16 * 2**20)}
    answer = client.post("/work/small-2018/jeju/files/", sent)
    assert answer.status_code == 422
