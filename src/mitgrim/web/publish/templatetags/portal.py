"""Links that stay with the day a reader chose."""

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context: Context, view: str, *args: Any, **query: Any) -> str:
    """`{% at "publish:city" city.id %}`: the address of a page, of the day of the reading."""
    reading = context["reading"]
    return str(reading.url(view, *map(str, args), **{k: str(v) for k, v in query.items()}))


@register.filter
def years_or_dash(value: Any) -> str:
    """A number, or a dash for nothing."""
    return f"{value:,}" if value else "–"
