"""Answers: JSON and CSV, page by page, under an ETag that the version's digest decides."""

import base64
import binascii
import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from io import StringIO
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import Field, Schema
from pydantic import ConfigDict

import mitgrim
from mitgrim.documents.sheets import FORMULA
from mitgrim.web.api.inputs import Day
from mitgrim.web.api.kinds import Form
from mitgrim.web.api.problems import ApiProblem
from mitgrim.web.api.queries import Version, public_versions

JSON: Final = "application/json; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"
MOST: Final = 1000
PAGE: Final = 100
LONGEST_START: Final = 9
BOM: Final = "\ufeff"
ItemT = TypeVar("ItemT")


class Reading(Schema):
    """Which public version is read: the newest, unless one is named."""

    model_config = ConfigDict(extra="forbid")
    as_of: Day | None = Field(
        None, alias="as-of", description="As it was public at the end of this day (2018-10-25)"
    )
    version: str | None = Field(None, description="A public version by its address", max_length=64)


class Listed(Reading):
    """How a list is given."""

    limit: int = Field(PAGE, ge=1, le=MOST, description="How many items a page has")
    cursor: str | None = Field(None, description="Where a page starts, from `next`", max_length=200)
    format: Form | None = Field(None, description="json or csv; without it, what `Accept` asks")
    bom: bool = Field(False, description="CSV with a byte order mark, for spreadsheets")


class ListOf(Schema, Generic[ItemT]):
    """A page of a list in one public version; `next` is the address of the page after it."""

    model_config = ConfigDict(extra="forbid")
    plan: str
    version: str
    published: str = Field(json_schema_extra={"format": "date-time"})
    total: int
    next: str | None
    items: list[ItemT]


def known_only(request: HttpRequest, model: type[Schema]) -> None:
    """Raise for a parameter that does not exist: an unheard wish would give a wrong answer."""
    names = {own.alias or name for name, own in model.model_fields.items()}
    if unknown := sorted(set(request.GET) - names):
        raise ApiProblem(
            422, "unknown-parameter", {"unknown": unknown, "known": sorted(names)},
            name=unknown[0],
        )  # fmt: skip


def version_of(plan: str, asked: Reading) -> Version:
    """The public version that is read; raises for a plan or version that is not public."""
    if asked.as_of and asked.version:
        raise ApiProblem(422, "two-versions")
    pinned = asked.version or (_opened(asked)[0] if isinstance(asked, Listed) else "")
    versions = public_versions(plan, None if pinned else asked.as_of)
    if not pinned:
        if not versions:
            raise ApiProblem(404, "not-found")
        return versions[-1]
    found = [own for own in versions if pinned in (own.address, own.revision.digest)]
    if not found:
        raise ApiProblem(404, "no-version")
    return found[-1]


def one(
    request: HttpRequest, version: Version, asked: Reading, make: Callable[[], Any]
) -> HttpResponse:
    """A single record as JSON, or 304."""
    known_only(request, type(asked))
    tag = _tag(version, "json")
    if _has(request, tag):
        return _unchanged(tag)
    return _sent(encoded(make()), JSON, tag)


def listed(
    request: HttpRequest, version: Version, asked: Listed, make: Callable[[], Iterable[Any]]
) -> HttpResponse:
    """A page of a list as JSON or CSV, or 304."""
    known_only(request, type(asked))
    form = _form(request, asked)
    tag = _tag(version, f"{form.value}{'-bom' if asked.bom and form is Form.CSV else ''}")
    if _has(request, tag):
        return _unchanged(tag)
    items = tuple(make())
    _, start = _opened(asked)
    page = items[start : start + asked.limit]
    following = (
        _next(request, version, start + asked.limit) if start + asked.limit < len(items) else None
    )
    if form is Form.CSV:
        text = (BOM if asked.bom else "") + csv_text(page)
        response = _sent(text.encode(), CSV, tag)
        name = request.path.rstrip("/").rpartition("/")[2]
        response["Content-Disposition"] = f'attachment; filename="{version.plan_id}-{name}.csv"'
    else:
        response = _sent(encoded(_page(version, len(items), following, page)), JSON, tag)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def page_of(
    request: HttpRequest, asked: Any, total: int, rows: Callable[[int, int], Iterable[Any]]
) -> tuple[Sequence[Any], str | None]:
    """A page of something that is no public version: its rows, and the next page's address."""
    _, start = _opened(asked)
    following = _next(request, None, start + asked.limit) if start + asked.limit < total else None
    return tuple(rows(start, start + asked.limit)), following


def plain_json(request: HttpRequest, value: Any, status: int = 200) -> HttpResponse:
    """JSON whose ETag is the digest of its own bytes."""
    body = encoded(value)
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    if status == HTTPStatus.OK and _has(request, tag):
        return _unchanged(tag)
    response = _sent(body, JSON, tag)
    response.status_code = status
    return response


def private_json(value: Any, status: int = 200) -> HttpResponse:
    """JSON that is for one person and is kept nowhere."""
    response = HttpResponse(encoded(value), status=status, content_type=JSON)
    response["Cache-Control"] = "no-store"
    return response


def encoded(value: Any) -> bytes:
    """JSON bytes of dataclasses and plain values; decimals are texts, amounts whole won."""
    return msgspec.json.encode(value)


def csv_text(items: Sequence[Any]) -> str:
    """Items as CSV with one head line; nothing in it is a formula to a spreadsheet."""
    rows = [_flat("", msgspec.to_builtins(own)) for own in items]
    head = list(dict.fromkeys(name for row in rows for name in row))
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(row.get(name)) for name in head] for row in rows)
    return text.getvalue()


def _flat(prefix: str, value: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, own in value.items():
        row |= _flat(f"{prefix}{name}_", own) if isinstance(own, dict) else {f"{prefix}{name}": own}
    return row


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list):
        plain = all(not isinstance(own, dict | list) for own in value)
        value = ";".join(map(str, value)) if plain else json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def _page(
    version: Version, total: int, following: str | None, page: Sequence[Any]
) -> dict[str, Any]:
    return {
        "plan": version.plan_id,
        "version": version.address,
        "published": version.moment,
        "total": total,
        "next": following,
        "items": page,
    }


def _form(request: HttpRequest, asked: Listed) -> Form:
    if asked.format is not None:
        return asked.format
    return (
        Form.CSV
        if request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"
        else Form.JSON
    )


def _tag(version: Version, form: str) -> str:
    return f'"{version.revision.digest[:24]}-{form}-{mitgrim.__version__}"'


def _has(request: HttpRequest, tag: str) -> bool:
    held = request.headers.get("If-None-Match", "")
    return held == "*" or tag in [own.strip().removeprefix("W/") for own in held.split(",")]


def _unchanged(tag: str) -> HttpResponse:
    response = HttpResponse(status=304)
    return _cached(response, tag)


def _sent(body: bytes, media_type: str, tag: str) -> HttpResponse:
    return _cached(HttpResponse(body, content_type=media_type), tag)


def _cached(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ("Accept",))
    return response


def _next(request: HttpRequest, version: Version | None, start: int) -> str:
    where = f"{version.address if version else ''}:{start}"
    cursor = base64.urlsafe_b64encode(where.encode()).decode().rstrip("=")
    kept = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in ("cursor", "as-of", "version")
    ]
    return f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}"


def _opened(asked: Any) -> tuple[str, int]:
    """The version and the position of a cursor."""
    if not asked.cursor:
        return "", 0
    try:
        text = base64.urlsafe_b64decode(asked.cursor + "=" * (-len(asked.cursor) % 4)).decode(
            "ascii"
        )
        address, _, start = text.partition(":")
        if not start.isdecimal() or len(start) > LONGEST_START:
            raise ValueError(start)
    except (binascii.Error, ValueError):
        raise ApiProblem(422, "cursor") from None
    return address, int(start)
