"""What opinions and answers are called on pages."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from mitgrim.history.fulfilment import BOOKKEEPING
from mitgrim.plan import (
    CityPlan,
    FundingLine,
    Nation,
    Phase,
    Project,
    Section,
    find_in,
    label_of,
)
from mitgrim.plan.attributes import attribute_at, record_types, table
from mitgrim.web.opinions.kinds import Progress
from mitgrim.web.opinions.models import Disposition, Segment
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.workspace.wording import (
    UNSAID,
    Names,
    attribute_label,
    record_text,
    value_text,
)
from mitgrim.wording import date_text, prose_amount


def disposition_word(answer: Disposition | None) -> str:
    """What became of an opinion, in a word: 수용, 검토 중."""
    if answer is None or not answer.kind:
        return say("opinions.kind.none")
    word = say(f"opinions.kind.{answer.kind}")
    return word if answer.closed or not answer.is_promise else say("opinions.kind.to-do", kind=word)


def progress_word(part: Segment) -> str:
    """The same for those who answer: what nobody has begun with is theirs to answer, 답할 것."""
    if part.progress is Progress.OPEN:
        return say("opinions.progress.open")
    return disposition_word(part.disposition)


def revision_word(answer: Disposition | None) -> str:
    """Which revision carried an opinion out, or that the plan had it already."""
    if answer is None or answer.revision is None:
        return ""
    revision = answer.revision
    told = say(
        "opinions.revision-of",
        number=revision.number,
        day=date_text(timezone.localtime(revision.moment).date(), current()),
        message=revision.message,
    )
    return say("opinions.met-by", revision=told) if answer.met else told


def excerpt(section: Section, place: str, names: Names) -> Iterator[tuple[str, str]]:
    """What stands at a place, as lines of label and text; bookkeeping is left out.

    A whole section is told by its projects and their money.
    """
    _, *steps = place.split("/")
    value = find_in(section, place) if steps else section
    kind = type(section).__name__
    if isinstance(value, CityPlan | Nation):
        yield from _section_lines(value)
    elif type(value).__name__ in record_types():
        yield from _record_lines(value, names)
    elif isinstance(value, tuple) and value and isinstance(value[0], FundingLine):
        yield from _money_lines(value)
    else:
        attribute = attribute_at(kind, steps)
        label = attribute_label(attribute) if attribute else ""
        yield label, _text(value, attribute, names) or say("opinions.empty")


def _section_lines(section: CityPlan | Nation) -> Iterator[tuple[str, str]]:
    if isinstance(section, CityPlan):
        won = sum(own.amount() for own in section.projects)
        yield say("opinions.excerpt.projects"), f"{len(section.projects):,}"
        yield say("opinions.excerpt.money"), prose_amount(won, current())


def _record_lines(record: Any, names: Names) -> Iterator[tuple[str, str]]:
    for own in table(type(record).__name__):
        value = getattr(record, own.name)
        if own.name in UNSAID or own.name in BOOKKEEPING:
            continue
        if isinstance(record, Project) and own.name == "money":
            yield attribute_label(own), prose_amount(record.amount(), current())
            continue
        text = _text(value, own, names)
        if text:
            yield attribute_label(own), text


def _text(value: Any, attribute: Any, names: Names) -> str:
    if isinstance(value, tuple) and value and type(value[0]).__name__ in record_types():
        return ", ".join(record_text(own, names) for own in value)
    return value_text(value, attribute, names)


def _money_lines(lines: tuple[FundingLine, ...]) -> Iterator[tuple[str, str]]:
    """What is planned, by year and source."""
    sums: dict[tuple[int, str], int] = {}
    for own in lines:
        if own.phase is Phase.PLANNED:
            key = own.year, named(label_of(own.source))
            sums[key] = sums.get(key, 0) + own.amount
    for (year, source), won in sorted(sums.items()):
        yield f"{year} {source}", prose_amount(won, current())
