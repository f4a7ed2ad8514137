"""Forms of people's matters."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm

from mitgrim.web.pages.words import say


class LoginForm(AuthenticationForm):
    """A login and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = say("people.login.name")
        self.fields["password"].label = say("people.login.password")
        self.error_messages = {
            "invalid_login": say("people.login.wrong"),
            "inactive": say("people.login.wrong"),
        }
