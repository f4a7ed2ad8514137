"""Words, amounts, dates and labels in templates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mitgrim.plan import Label
from mitgrim.web.pages.language import current
from mitgrim.web.pages.styles import styles_everywhere
from mitgrim.web.pages.words import named
from mitgrim.web.pages.words import say as say_in_python
from mitgrim.wording import MILLION, Text, date_text, percent, prose_amount, table_amount

register = template.Library()


@register.simple_tag
def say(id: str, **values: Any) -> str:
    """`{% say "people.login.title" name=person.name %}`."""
    return say_in_python(id, **values)


@register.simple_tag(takes_context=True)
def again(context: Context, block: str) -> SafeString:
    """`{% again "title" %}`: what a block of the page says, said a second time."""
    said: SafeString = (
        context.render_context[BLOCK_CONTEXT_KEY].get_block(block).nodelist.render(context)
    )
    return said


@register.simple_tag
def styles() -> SafeString:
    """`{% styles %}`: the styles that every page has."""
    links = ((url,) for url in styles_everywhere())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "search" %}`: a drawing beside words that say the same; not read aloud."""
    return format_html('<span class="icon icon-{}" aria-hidden="true"></span>', name)


@register.inclusion_tag("pages/badge.html")
def badge(kind: str, text: str = "", tone: str = "") -> dict[str, str]:
    """`{% badge "example" %}`, `{% badge "status" text=… tone="good" %}`.

    The kinds of provenance and severity have their own words; a status brings its text, and one
    of the tones `good`, `busy`, `bad`, `quiet`.
    """
    return {"kind": kind, "text": text or say_in_python(f"pages.badge.{kind}"), "tone": tone}


@register.simple_tag
def progress(done: int, whole: int, label: str) -> SafeString:
    """A bar of how much is done, with its name for those who do not see it."""
    markup = '<progress class="progress" value="{}" max="{}" aria-label="{}"></progress>'
    return format_html(markup, done, max(whole, 1), label)


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
def counted(number: int) -> str:
    """How many there are: 1,512."""
    return f"{number:,}"


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


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """The pages to offer, with a 0 where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in numbers]
