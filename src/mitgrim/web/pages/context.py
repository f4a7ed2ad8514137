"""What every template knows: language, contrast, navigation, and the masthead."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from mitgrim.web.pages.contrast import contrast_of
from mitgrim.web.pages.language import language_of
from mitgrim.web.pages.navigation import links


def page(request: HttpRequest) -> dict[str, Any]:
    """The language, the contrast, the masthead, and the navigation when a page shows it."""
    return {
        "lang": language_of(request).value,
        "contrast": contrast_of(request).value,
        "masthead": settings.ENVIRONMENT.masthead,
        "navigation": SimpleLazyObject(lambda: links(request)),
    }
