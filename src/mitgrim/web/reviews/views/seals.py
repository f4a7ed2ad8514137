"""The portal's pages of seals: what was adopted, how to prove it, the sealed files."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from mitgrim.adoption.folders import SEAL_FILE
from mitgrim.adoption.reading import seal_in
from mitgrim.web.pages.words import say
from mitgrim.web.reviews.models import Adoption
from mitgrim.web.reviews.queries import announced, keys_of
from mitgrim.web.reviews.sealing import unzipped

FRESH_SECONDS = 60


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """What was adopted and announced, the newest first, and the public keys."""
    rows = list(announced())
    page = {"title": say("reviews.seal.all"), "adoptions": rows, "keys": keys_of(rows)}
    return render(request, "reviews/seals.html", page)


@require_safe
def seal(request: HttpRequest, address: str) -> HttpResponse:
    """One adoption: its decision, its notice, its files with their digests, how to prove them."""
    own = _announced(address)
    files = unzipped(bytes(own.folder))
    held = seal_in(files[SEAL_FILE])
    before = own.before if own.before and own.before.announced else None
    crumbs = [(say("reviews.seal.all"), "/seal/"), (own.baseline.name, "")]
    page = {
        "title": own.baseline.name, "crumbs": crumbs, "adoption": own, "seal": held,
        "before": before, "workspace": own.workspace,
        "name": f"{own.workspace_id}-{own.digest[:12]}",
    }  # fmt: skip
    return render(request, "reviews/seal.html", page)


@require_safe
def seal_file(request: HttpRequest, address: str) -> HttpResponse:
    """The seal itself."""
    own = _announced(address)
    data = unzipped(bytes(own.folder))[SEAL_FILE]
    return _file(data, "application/json", f"{own.workspace_id}-{own.address}.seal.json")


@require_safe
def folder(request: HttpRequest, address: str) -> HttpResponse:
    """The sealed folder as a zip."""
    own = _announced(address)
    return _file(bytes(own.folder), "application/zip", f"{own.workspace_id}-{own.address}.zip")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys with the days on which each sealed, for programs."""
    found = [
        {"public_key": key, "first": first.isoformat(), "last": last.isoformat()}
        for key, first, last in keys_of(announced())
    ]
    data = json.dumps({"format": "mitgrim-keys/1", "keys": found}, indent=1) + "\n"
    return _file(data.encode(), "application/json", "mitgrim-keys.json")


def _announced(address: str) -> Adoption:
    rows = announced().filter(digest__startswith=address).defer(None)
    found = rows.select_related("workspace", "baseline__revision", "before").first()
    if found is None or found.address != address:
        raise Http404
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response
