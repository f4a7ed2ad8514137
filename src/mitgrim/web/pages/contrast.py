"""How strong the contrast of a page is: chosen by the reader and kept in a cookie."""

from enum import StrEnum
from typing import Final

from django.http import HttpRequest

COOKIE: Final = "mitgrim-contrast"


class Contrast(StrEnum):
    """A mode of the design system, as its own style sheets call it."""

    NORMAL = "light"
    HIGH = "high-contrast"


def contrast_of(request: HttpRequest) -> Contrast:
    """The mode a request is answered in."""
    chosen = request.COOKIES.get(COOKIE, "")
    return Contrast(chosen) if chosen in tuple(Contrast) else Contrast.NORMAL
