"""Whether the exception of ‘five a year’ was reached by splitting: seen only over a whole year."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from mitgrim.checks import Finding, Severity
from mitgrim.law import Law
from mitgrim.programmes.innovation_cities.law.act import MESSAGES
from mitgrim.programmes.innovation_cities.law.recruitment import (
    ExamField,
    FieldResult,
    name_of,
)
from mitgrim.wording import Value

LIMIT: Final = "hiring.few.most"

_BRACKETS: Final = re.compile(r"[(\[（〔<][^)\]）〕>]*[)\]）〕>]")
# 사무1, 사무A, 사무-가: what tells apart two halves of one field. IT is a word and no half of I.
_SUFFIX: Final = re.compile(
    r"(?:[-_·/](?:\d+|[A-Za-z]|[IVX]+|[가-힣])|(?<=[가-힣])(?:\d+|[A-Za-z]|[IVX]+))$"
)


def splitting(results: Sequence[FieldResult], law: Law) -> tuple[Finding, ...]:
    """Fields that are small only because they were divided, and claims that do not hold."""
    return (*_over_the_year(results, law), *_by_name(results, law), *_claims(results, law))


def stem(name: str) -> str:
    """What is left of a field's name without brackets, numbers and letters at its end."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    short = _SUFFIX.sub("", _BRACKETS.sub("", plain))
    return short or plain


def _over_the_year(results: Sequence[FieldResult], law: Law) -> Iterator[Finding]:
    """One name, several announcements, each within the limit, together above it."""
    for fields in _together(results, name_of):
        most, total = _limit(fields, law), sum(own.planned for own in fields)
        if len(fields) > 1 and total > most and all(own.planned <= most for own in fields):
            yield _finding(
                "split-over-year", Severity.WARNING, fields[0], law,
                name=fields[0].name, count=len(fields), total=total, most=most,
            )  # fmt: skip


def _by_name(results: Sequence[FieldResult], law: Law) -> Iterator[Finding]:
    """Several names of one stem, each within the limit over the year, together above it."""
    for fields in _together(results, lambda field: stem(field.name)):
        most, recruits = _limit(fields, law), Counter[str]()
        for field in fields:
            recruits[name_of(field)] += field.planned
        small = {name: count for name, count in recruits.items() if count <= most}
        if len(small) > 1 and sum(small.values()) > most:
            names = ", ".join(dict.fromkeys(f.name for f in fields if name_of(f) in small))
            total = sum(small.values())
            yield _finding(
                "split-by-name", Severity.WARNING, fields[0], law,
                names=names, total=total, most=most,
            )  # fmt: skip


def _claims(results: Sequence[FieldResult], law: Law) -> Iterator[Finding]:
    for own in results:
        claimed = own.field.claimed
        if claimed is not None and claimed not in own.exceptions:
            name = MESSAGES.both(f"law.hiring.exception.{claimed.value}")
            yield _finding(
                "claim", Severity.ERROR, own.field, law, name=own.field.name, claimed=name
            )


def _together(
    results: Iterable[FieldResult], key: Callable[[ExamField], str]
) -> Iterator[list[ExamField]]:
    """Fields of one name, those left out that another exception takes out of the count."""
    groups: defaultdict[str, list[ExamField]] = defaultdict(list)
    for own in results:
        if not own.set_aside:
            groups[key(own.field)].append(own.field)
    yield from groups.values()


def _limit(fields: Sequence[ExamField], law: Law) -> int:
    return law.parameters.at(LIMIT, max(own.announced for own in fields)).whole


def _finding(
    id: str, severity: Severity, field: ExamField, law: Law, /, **values: Value
) -> Finding:
    return Finding(
        id=f"hiring-{id}",
        severity=severity,
        place=field.place,
        message=MESSAGES.both(f"law.hiring.{id}", **values),
        hint=MESSAGES.both(f"law.hiring.{id}.hint", **values),
        reference=law.parameters.at(LIMIT, field.announced).article,
    )
