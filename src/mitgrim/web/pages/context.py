"""What every template knows: the language, and how this installation presents itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mitgrim.web.pages.language import language_of


def page(request: HttpRequest) -> dict[str, Any]:
    """The language and the masthead."""
    return {"lang": language_of(request).value, "masthead": settings.ENVIRONMENT.masthead}
