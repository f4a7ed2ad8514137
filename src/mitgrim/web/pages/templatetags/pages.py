"""Words, amounts, dates and labels in templates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from mitgrim.plan import Label
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named
from mitgrim.web.pages.words import say as say_in_python
from mitgrim.wording import MILLION, Text, date_text, percent, prose_amount, table_amount

register = template.Library()


@register.simple_tag
def say(id: str, **values: Any) -> str:
    """`{% say "people.login.title" name=person.name %}`."""
    return say_in_python(id, **values)


@register.filter
def in_language(value: Any) -> str:
    """A `Text` or a `Label` in the language of the page."""
    if isinstance(value, Text):
        return value.in_(current())
    return named(value) if isinstance(value, Label) else str(value)


@register.filter
def amount(won: int) -> str:
    """Won as a sentence has them: 4조 3,000억원."""
    return prose_amount(won, current())


@register.filter
def millions(won: int) -> str:
    """Won as a table in 백만원 has them; nothing is a dash."""
    return table_amount(won, MILLION, current()) if won else "–"


@register.filter
def share_of(part: int, whole: int) -> str:
    """A share in percent, or a dash where there is no whole."""
    return percent(part, whole) if whole else "–"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as Koreans write it: 2018. 8. 16.(목)."""
    if value is None:
        return ""
    when = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return date_text(when, current(), weekday=True)


@register.filter
def moment(value: datetime | None) -> str:
    """A day and the time of day."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{date_text(local.date(), current())} {local:%H:%M}"
