"""Signing in and out, one's own account, and setting a password by a link."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from mitgrim.web.pages.navigation import links
from mitgrim.web.pages.words import say
from mitgrim.web.people import accounts
from mitgrim.web.people.access import me, signed_in
from mitgrim.web.people.forms import AccountForm, FirstPasswordForm, LoginForm, PasswordForm
from mitgrim.web.people.models import Person
from mitgrim.web.people.permissions import roles_of

FORM_PAGE = "people/form_page.html"


class Login(LoginView):
    """Signing in; five wrong tries close the door for a quarter of an hour."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """The first place in the navigation of who signed in: their work, where there is any."""
        found = links(self.request)
        return found[0].url if found else "/"

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, by way of the second factor where this installation has one."""
        if not settings.ENVIRONMENT.sign_on:
            done = super().form_valid(form)
            accounts.signed_in(form.get_user())
            return done
        from mitgrim.web.people.sign_on import with_password

        response = with_password(self.request, form.get_user(), self.get_success_url())
        assert isinstance(response, HttpResponse)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where else one may sign in."""
        elsewhere = bool(settings.ENVIRONMENT.oidc_issuer)
        return super().get_context_data(**kwargs) | {"sso": elsewhere}


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What somebody sees whose login is closed for now."""
    return render(request, "people/locked.html", status=429)


@signed_in
def account(request: HttpRequest) -> HttpResponseBase:
    """What is known of oneself, to be changed, and one's roles."""
    person = me(request)
    form = AccountForm(request.POST or None, initial=forms.model_to_dict(person))
    if form.is_valid():
        accounts.change_account(person=person, **form.cleaned_data)
        messages.success(request, say("people.done.saved"))
        return redirect("people:account")
    page = {"form": form, "person": person, "roles": roles_of(person)}
    return render(request, "people/account.html", page)


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponseBase:
    """End one's sessions on all other machines; this one stays."""
    person = accounts.sign_out_everywhere(by=me(request), person=me(request))
    update_session_auth_hash(request, person)
    messages.success(request, say("people.done.signed-out-everywhere"))
    return redirect("people:account")


@method_decorator(signed_in, name="dispatch")
class ChangePassword(PasswordChangeView):
    """A new password for oneself; all other sessions end."""

    template_name = FORM_PAGE
    form_class = PasswordForm
    success_url = reverse_lazy("people:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page around the form."""
        title = say("people.password.title")
        crumbs = [(say("people.account.title"), reverse("people:account")), (title, "")]
        page = {
            "title": title,
            "crumbs": crumbs,
            "submit": say("people.save"),
            "account": me(self.request).login,
        }
        return super().get_context_data(**kwargs) | page

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Record it."""
        response = super().form_valid(form)
        accounts.password_was_set(me(self.request))
        messages.success(self.request, say("people.done.password"))
        return response


class SetPassword(PasswordResetConfirmView):
    """A password by the link that an administrator made: once, within three days."""

    template_name = "people/set_password.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy("people:login")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Record it, and ask to sign in."""
        response = super().form_valid(form)
        assert isinstance(form.user, Person)
        accounts.password_was_set(form.user)
        messages.success(self.request, say("people.done.password"))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's title in place of Django's."""
        return super().get_context_data(**kwargs) | {"title": say("people.password.title")}
