"""The pages of the audit record: to be read and taken out, by nobody to be changed."""

import json
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mitgrim.web.pages.files import csv_file
from mitgrim.web.pages.words import catalogue, say
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.forms import AuditSearch
from mitgrim.web.people.models import AuditEntry
from mitgrim.web.people.queries import entries_found, verbs_recorded
from mitgrim.web.people.services import record

PAGE: Final = 100
COLUMNS: Final = ("moment", "login", "name", "verb", "subject", "detail")
reader = allowed("audit.read")


@reader
@require_GET
def audit(request: HttpRequest) -> HttpResponseBase:
    """Who did what, the newest first; the reading is recorded too."""
    form = _search(request)
    asked = form.cleaned_data if form.is_valid() else {}
    record(me(request), "audit.read", "audit", **_stated(asked))
    rows = Paginator(entries_found(**asked), PAGE).get_page(request.GET.get("page"))
    page = {"search": form, "page": rows, "entries": [(own, verb_name(own.verb)) for own in rows]}
    return render(request, "people/audit.html", page)


@reader
@require_GET
def audit_csv(request: HttpRequest) -> HttpResponseBase:
    """The entries that were asked for as a table, sent while it is read."""
    form = _search(request)
    asked = form.cleaned_data if form.is_valid() else {}
    record(me(request), "audit.export", "audit", **_stated(asked))
    found = entries_found(**asked).iterator(chunk_size=2000)
    name = f"mitgrim-audit-{timezone.localdate().isoformat()}.csv"
    return csv_file(name, COLUMNS, map(_row, found))


def verb_name(verb: str) -> str:
    """What a verb is called; its own id where the record is older than its name."""
    known = f"audit.verb.{verb}" in catalogue("people").ids()
    return say(f"people.audit.verb.{verb}") if known else verb


def _search(request: HttpRequest) -> AuditSearch:
    return AuditSearch(request.GET, verbs=[(own, verb_name(own)) for own in verbs_recorded()])


def _stated(asked: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in asked.items() if value}


def _row(own: AuditEntry) -> tuple[str, ...]:
    login = own.person.login if own.person else ""
    detail = json.dumps(own.detail, ensure_ascii=False, sort_keys=True) if own.detail else ""
    moment = timezone.localtime(own.moment).isoformat(timespec="seconds")
    return (moment, login, own.name, own.verb, own.subject, detail)
