"""Signing in elsewhere (OpenID Connect), and the second factor: with the extra `[sso]` only.

Nobody is made a person here, and nobody gets a right: an identity is that of a person whom an
administrator entered before, found by the subject it was tied to or by a mail address that the
provider has verified and that one person alone has.
"""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from mitgrim.web.people.accounts import signed_in
from mitgrim.web.people.kinds import RoleKind
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import roles_of
from mitgrim.web.people.services import record

GUARDED: Final = frozenset({RoleKind.OFFICER, RoleKind.EDITOR, RoleKind.ADMINISTRATOR})
ALWAYS: Final = ("/account/second-factor/", "/account/confirm/", "/logout/", "/language/")
OPEN: Final = ("/contrast/", "/static/", "/healthz", "/readyz")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves, and no mail is sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: what happened to an account is in the audit record."""

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> Any:
        """Enter it into the record, however many steps there were."""
        signed_in(user)
        return super().post_login(request, user, **kwargs)


class Identities(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whose identity it is that a provider vouches for."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: what happened to an account is in the audit record."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie a new identity to the person it belongs to, or turn it away."""
        person = sociallogin.user if sociallogin.is_existing else _person_of(sociallogin)
        if person is None or not person.is_active:
            raise ImmediateHttpResponse(refused(request))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
            record(person, "account.sso-tied", person.login)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A provider that says no, or nothing that can be believed."""
        raise ImmediateHttpResponse(refused(request))


class SecondFactor:
    """Leads those who must have a second factor to the page where they set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.ENVIRONMENT.second_factor and not request.path.startswith(ALWAYS + OPEN):
            kinds = {RoleKind(own.kind) for own in roles_of(request.user)}
            if kinds & GUARDED and not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
        return self._get_response(request)


def with_password(request: HttpRequest, person: Person, then: str) -> HttpResponseBase:
    """Go on after a right password: to the second factor of those who have one."""
    credentials = {"username": person.login}
    response: HttpResponseBase = perform_password_login(
        request, credentials, Login(user=person, redirect_url=then)
    )
    return response


def refused(request: HttpRequest, **_: Any) -> HttpResponse:
    """Nobody here is known under the identity."""
    return render(request, "people/sso_refused.html", status=403)


def login_page(request: HttpRequest) -> HttpResponseBase:
    """Our own page of signing in, under the name that allauth knows it by."""
    return redirect(f"{reverse('people:login')}?{request.GET.urlencode()}")


def _person_of(sociallogin: Any) -> Person | None:
    mails = [own.email for own in sociallogin.email_addresses if own.verified]
    found = [person for mail in mails for person in Person.objects.filter(mail__iexact=mail)[:2]]
    return found[0] if len(found) == 1 else None
