"""Signing in and out."""

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mitgrim.web.people.forms import LoginForm


class Login(LoginView):
    """Signing in; five wrong tries close the door for a quarter of an hour."""

    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What somebody sees whose login is closed for now."""
    return render(request, "people/locked.html", status=429)
