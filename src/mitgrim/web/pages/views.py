"""What a reader chooses for all pages, and what machines ask every site for."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mitgrim.web.pages import contrast, language
from mitgrim.web.pages.contrast import Contrast
from mitgrim.web.pages.errors import bad_request
from mitgrim.wording import Lang

KEPT: Final = timedelta(days=365)
CLOSED: Final = ("/login/", "/language/", "/contrast/", "/shared/")


# No token: a public page stays the same bytes for everybody, and a stranger who sends this in
# somebody's name can at most change the language they read in.
@csrf_exempt
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the language a reader chose, and show them the page they were on."""
    return _kept(request, language.COOKIE, tuple(Lang), request.POST.get("lang", ""))


@csrf_exempt
@require_POST
def choose_contrast(request: HttpRequest) -> HttpResponseBase:
    """Keep the contrast a reader chose, and show them the page they were on."""
    return _kept(request, contrast.COOKIE, tuple(Contrast), request.POST.get("contrast", ""))


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines shall not ask for."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    own = f"User-agent: *\n{closed}Sitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(own, content_type="text/plain; charset=utf-8")


@require_GET
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """The mark, for who asks without having read a page."""
    return HttpResponseRedirect(static("pages/mark.svg"))


def _kept(
    request: HttpRequest, cookie: str, choices: tuple[str, ...], chosen: str
) -> HttpResponseBase:
    if chosen not in choices:
        return bad_request(request)
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        cookie,
        chosen,
        max_age=KEPT,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """The page to return to: only ever one of ours."""
    wanted = request.POST.get("next", "")
    secure = request.is_secure()
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=secure)
    return wanted if safe else "/"
