"""What programs send: models made from the records' own annotations, so that there is one record.

`Day`, whole numbers and decimals are strict: what could be two things is refused.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from ninja import Field, Schema
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StrictStr, create_model

from mitgrim.codec import record_of, written
from mitgrim.codec.characters import hidden_in
from mitgrim.plan import Project
from mitgrim.plan.attributes import table

_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LARGEST: Final = 2**63 - 1
LONGEST_TEXT: Final = 500


def _iso(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise ValueError("not a day")
    return date.fromisoformat(value)


def _legible(value: str) -> str:
    if hidden_in(value):
        raise ValueError("not a text")
    return value


Day = Annotated[date, BeforeValidator(_iso)]
Whole = Annotated[int, Field(strict=True, ge=-LARGEST - 1, le=LARGEST)]
Number = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
Year = Annotated[int, Field(strict=True, ge=1900, le=2200)]
DecimalText = Annotated[str, Field(strict=True, pattern=r"^-?[0-9]{1,30}(\.[0-9]{1,15})?$")]
Prose = Annotated[str, Field(strict=True), AfterValidator(_legible)]
Message = Annotated[Prose, Field(max_length=LONGEST_TEXT)]
_SCALARS: Final[dict[Any, Any]] = {Decimal: DecimalText, int: Whole, date: Day, str: StrictStr}
STRICT: Final = ConfigDict(extra="forbid")


@cache
def input_model(record: Hashable) -> type[BaseModel]:
    """The model of a record that is sent: what it does not name is refused."""
    assert isinstance(record, type)
    return create_model(
        f"{record.__name__}Input", __config__=STRICT, __doc__=_first_line(record), **_made(record)
    )


def _made(record: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(record)
    years = {own.name for own in table(record.__name__) if own.type == "year"}
    help = {own.name: own.help_en for own in table(record.__name__)}
    made: dict[str, Any] = {}
    for field in fields(record):
        kind = Year if field.name in years else _kind(hints[field.name])
        default = ... if field.default is MISSING else written(field.default)
        made[field.name] = (kind, Field(default, description=help.get(field.name) or None))
    return made


def _kind(annotation: Any) -> Any:
    if is_dataclass(annotation):
        assert isinstance(annotation, type)
        return input_model(annotation)
    if get_origin(annotation) is tuple:
        return list[_kind(get_args(annotation)[0])]  # type: ignore[misc]
    if get_origin(annotation) in (Union, UnionType):
        (inner,) = (own for own in get_args(annotation) if own is not NoneType)
        return _kind(inner) | None
    if annotation is time:
        return str
    return _SCALARS.get(annotation, annotation)


def _first_line(record: type[Any]) -> str:
    return (record.__doc__ or "").partition("\n")[0]


def project_from(value: Mapping[str, Any], place: str) -> Project:
    """A project from what was sent; raises FileError for what a file would be refused for."""
    return record_of(Project, dict(value), place)


def sent(model: BaseModel) -> dict[str, Any]:
    """What was sent and nothing else, as plain JSON values."""
    return model.model_dump(mode="json", exclude_unset=True)


# Which project of which city it is stands in the address.
ProjectFields = create_model(
    "ProjectFields",
    __config__=STRICT,
    __doc__=_first_line(Project),
    **{name: own for name, own in _made(Project).items() if name not in ("id", "city")},
)


class Based(Schema):
    """A write and the revision it started from, so that nobody's work is overwritten."""

    model_config = STRICT
    base: Number = Field(description="The number of the revision that was read")
    message: Message = Field("", description="What was done, for the history")
    decisions: dict[str, Literal["ours", "theirs"]] = Field(
        {}, description="What to keep at each place of the conflicts of a 409 answer"
    )


class ProjectPut(Based):
    """A whole project in the place of what it was."""

    project: ProjectFields  # type: ignore[valid-type]


class ProjectPatch(Based):
    """The attributes of a project that change; each is replaced as a whole."""

    changes: ProjectFields  # type: ignore[valid-type]


class ProjectPost(Schema):
    """A new project; its id is minted."""

    model_config = STRICT
    base: Number = Field(description="The number of the revision that was read")
    message: Message = ""
    project: ProjectFields  # type: ignore[valid-type]


class UndoPost(Schema):
    """The earlier revision of a draft to go back to."""

    model_config = STRICT
    to: Number
    message: Message = ""


class HearingPost(Schema):
    """That a body was heard, or the committee's review."""

    model_config = STRICT
    kind: Literal["local-heads", "institutions", "city-committee"]
    body: Annotated[Prose, Field(max_length=200)]
    held: Day
    said: Prose = ""


class ReturnPost(Schema):
    """Why a draft is given back."""

    model_config = STRICT
    reason: Prose


class AssemblePost(Schema):
    """What was handed in and is to be assembled."""

    model_config = STRICT
    hand_ins: list[Number] = Field(min_length=1, max_length=100)
    message: Message = ""


class BaselinePost(Schema):
    """The name under which the plan is frozen."""

    model_config = STRICT
    name: Annotated[Prose, Field(max_length=100)]
