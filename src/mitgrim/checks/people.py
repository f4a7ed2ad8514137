"""Rules about people: numbers that must not stand in a plan, and dates that somebody let pass."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, Final
from unicodedata import normalize

from mitgrim.checks.engine import Hit, Subject, comparing_rule, rule
from mitgrim.checks.findings import Severity
from mitgrim.checks.readiness import day_text, lower, placed
from mitgrim.checks.records import labelled, named
from mitgrim.checks.walk import Where, records
from mitgrim.plan import Label, Plan, Status, label_of
from mitgrim.plan.attributes import Attribute, record_types, table
from mitgrim.wording import Catalogue, Text

MESSAGES: Final = Catalogue.load("mitgrim.checks", "messages_projects.toml")

# 주민등록번호 and 외국인등록번호: a date of birth, then a digit for the century and the sex.
# The last of the hyphens is what NFKC makes of the letter ㅡ.
_HYPHENS: Final = "-‐‑‒–—―−ㅡ\u1173"
_RESIDENT: Final = re.compile(
    rf"(?<![\d-])(?P<birth>\d{{6}})\s{{0,2}}(?P<hyphen>[{_HYPHENS}]?)\s{{0,2}}(?P<rest>[1-8]\d{{6}})(?![\d-])"
)
_CENTURIES: Final = {"1": 1900, "2": 1900, "5": 1900, "6": 1900}
_LATER_CENTURY: Final = 2000
_FOREIGN: Final = "5678"
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
# 법인등록번호 looks the same and is public: the registry's number (11 to 28) comes first, and the
# check digit follows another rule.
_CORPORATE: Final = re.compile(r"법인(?:등록)?\s?(?:번호)?\s?[:(]?\s?$")
_REGISTRIES: Final = range(11, 29)
_NEARBY: Final = 20

_APART: Final = rf"(?:\s{{0,2}}[{_HYPHENS}.·/]\s{{0,2}}|\s{{1,2}})"
_PHONE: Final = re.compile(
    rf"(?<!\d)(?<!\d-)(?:\+?82{_APART}?\(?0?\)?|\(?0)"
    rf"(?:10\)?{_APART}?\d{{4}}{_APART}?\d{{4}}|1[16789]\)?{_APART}\d{{3,4}}{_APART}\d{{4}}"
    rf"|(?:2|[3-6][1-5]|70|50\d)(?:\)\s?|{_APART})\d{{3,4}}{_APART}\d{{4}})(?!\d|-\d)"
)
# Important: only from where a name begins, or a long word without an @ takes quadratic time.
_MAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")

# Most texts have nothing that would be worth their normalising and a closer look.
_SIX_DIGITS: Final = re.compile(r"\d{6}")
_FOUR_DIGITS_OR_AT: Final = re.compile(r"\d{4}|[@＠﹫]")

_OVER: Final = frozenset({Status.COMPLETED, Status.CANCELLED})

Find = Callable[[str], list[re.Match[str]]]


@rule("personal-data", Severity.ERROR, "docs/records.md#attributes", messages=MESSAGES)
def personal_data(plan: Plan) -> Iterator[Hit]:
    """A text holds a resident registration number, of a citizen or a foreigner.

    With a hyphen the shape and a possible date of birth are enough, for numbers given since
    October 2020 have no check digit; bare digits must have it. A corporation's number has the same
    shape and is left alone where it can be told. The message never repeats the number.
    """
    for place, record, attribute, found in _texts_with(plan, residents, _SIX_DIGITS):
        sure = any(_has_check_digit(each["birth"] + each["rest"]) for each in found)
        yield Hit(
            place,
            name=_masked_name(record),
            attribute=attribute,
            masked=", ".join(f"{each['birth'][:2]}****-*******" for each in found),
            how=MESSAGES.both(f"personal-data.{'checked' if sure else 'shaped'}"),
        )


@rule("personal-contact", Severity.WARNING, "docs/records.md#attributes", messages=MESSAGES)
def personal_contact(plan: Plan) -> Iterator[Hit]:
    """A text holds a telephone number or an e-mail address, which may be somebody's own.

    Numbers such as 1588-0000, which nobody owns, are left alone. The message never repeats it.
    """
    for place, record, attribute, found in _texts_with(plan, contacts, _FOUR_DIGITS_OR_AT):
        yield Hit(
            place,
            name=_masked_name(record),
            attribute=attribute,
            masked=", ".join(_masked_contact(each[0]) for each in found),
        )


def residents(text: str) -> list[re.Match[str]]:
    """What looks like a resident registration number in a text (in NFKC)."""
    return [
        each
        for each in _RESIDENT.finditer(text)
        if _is_birthday(each["birth"], each["rest"][0])
        and (each["hyphen"] or _has_check_digit(each["birth"] + each["rest"]))
        and not _is_corporate(text, each)
    ]


def contacts(text: str) -> list[re.Match[str]]:
    """Telephone numbers and e-mail addresses in a text (in NFKC), in their order."""
    found = [*_PHONE.finditer(text), *_MAIL.finditer(text)]
    return sorted(found, key=lambda each: each.start())


def _is_birthday(digits: str, century: str) -> bool:
    year = _CENTURIES.get(century, _LATER_CENTURY) + int(digits[:2])
    try:
        date(year, int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return False
    return True


def _has_check_digit(digits: str) -> bool:
    """Whether the last of thirteen digits follows from the others, as it did until 2020."""
    summed = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    foreign = 2 if digits[6] in _FOREIGN else 0
    return int(digits[-1]) == ((11 - summed % 11) % 10 + foreign) % 10


def _is_corporate(text: str, found: re.Match[str]) -> bool:
    """Whether it is a corporation's number: called so, or with the check digit of one alone."""
    if _CORPORATE.search(text, max(found.start() - _NEARBY, 0), found.start()):
        return True
    digits = found["birth"] + found["rest"]
    if int(digits[:2]) not in _REGISTRIES or _has_check_digit(digits):
        return False
    summed = sum(int(digit) * (1 + at % 2) for at, digit in enumerate(digits[:-1]))
    return int(digits[-1]) == (10 - summed % 10) % 10


def _masked_contact(found: str) -> str:
    if "@" in found:
        return f"{found[0]}***@***"
    return f"{found.lstrip('(+')[:2]}*-****-****"


def _masked_name(record: Any) -> Text:
    """What the record is called, which may itself hold what must not be repeated."""
    name = named(record)
    return Text(_masked(name.ko), _masked(name.en))


def _masked(text: str) -> str:
    for find in (residents, contacts):
        for each in reversed(find(text := normalize("NFKC", text))):
            text = f"{text[: each.start()]}***{text[each.end() :]}"
    return text


def _texts_with(
    plan: Plan, find: Find, hint: re.Pattern[str]
) -> Iterator[tuple[str, Any, Text, list[re.Match[str]]]]:
    """The texts in which something is found: their place, record, attribute and what it is.

    Only texts that have the hint are looked at.
    """
    for where, record in records(plan, *_types_with_text()):
        for attribute, get in _getters(type(record).__name__):
            for text in _plain(get(record)):
                if hint.search(text) and (found := find(normalize("NFKC", text))):
                    yield _safe(where, attribute.name, find), record, labelled(attribute), found


def _safe(where: Where, attribute: str, find: Find) -> str:
    """The place of the text; only its section, where a key on the way is what was found."""
    place = f"{where}/{attribute}"
    return place.partition("/")[0] if find(normalize("NFKC", place)) else place


def _plain(value: Any) -> Iterator[str]:
    """The texts in the value of an attribute: a text, a label, an origin, or several of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Label):
        yield value.ko
        yield value.en
    elif isinstance(value, tuple):
        for each in value:
            yield from _plain(each)
    elif value is not None:
        yield value.detail
        yield from (own.detail for own in value.fields)


@cache
def _getters(record: str) -> tuple[tuple[Attribute, Callable[[Any], Any]], ...]:
    """The attributes of a record type that hold text, with what reads each."""
    return tuple(
        (attribute, attrgetter(attribute.name))
        for attribute in table(record)
        if attribute.element in {"text", "label", "record:Provenance"}
    )


@cache
def _types_with_text() -> tuple[str, ...]:
    """The record types that hold text themselves; funding lines, most of a plan, do not."""
    return tuple(record for record in record_types() if _getters(record))


@comparing_rule("owner-overdue", Severity.WARNING, "docs/records.md#projects", messages=MESSAGES)
def owner_overdue(subject: Subject) -> Iterator[Hit]:
    """A project's due date has passed, and it is neither completed nor cancelled."""
    today = subject.day
    if today is None:
        return
    for where, project in placed(subject.plan):
        due = project.due
        if due and due < today and project.status not in _OVER:
            yield Hit(
                f"{where}/due",
                name=named(project),
                owner=_masked(project.owner) or MESSAGES.both("owner-overdue.nobody"),
                due=day_text(due),
                days=(today - due).days,
                status=lower(label_of(project.status)),
            )
