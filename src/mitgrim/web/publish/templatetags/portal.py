"""Links that stay with the day a reader chose."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from mitgrim.web.pages.language import current
from mitgrim.wording import Lang

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context: Context, view: str, *args: Any, **query: Any) -> str:
    """`{% at "publish:city" city.id %}`: the address of a page, of the day of the reading."""
    reading = context["reading"]
    return str(reading.url(view, *map(str, args), **{k: str(v) for k, v in query.items()}))


@register.simple_tag
def korean() -> SafeString:
    """`<dd{% korean %}>`: that a text is Korean, where the page is not."""
    return mark_safe("" if current() is Lang.KO else ' lang="ko"')  # noqa: S308, RUF100
