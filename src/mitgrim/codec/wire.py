"""The strict twin of every record: a msgspec type that refuses what the record does not name.

Made from the records' own annotations, so that there is one definition of a plan. Decoding goes
bytes → twin (strict, path-bearing errors) → record; both steps run in C.
"""

from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from mitgrim.plan.attributes import table

# JSON numbers are binary floats to most readers, so a decimal travels as text.
DECIMAL_TEXT = Annotated[str, msgspec.Meta(pattern=r"\A-?[0-9]{1,30}(\.[0-9]{1,15})?\Z")]
YEAR = Annotated[int, msgspec.Meta(ge=1900, le=2200)]
# What fits 64 bits: no plan has more, and other readers of JSON could not follow.
WHOLE = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
# A clock time on the wall; one with a zone could not be ordered among those without.
WALL_TIME = Annotated[time, msgspec.Meta(tz=False)]

_SCALARS: dict[Any, Any] = {Decimal: DECIMAL_TEXT, int: WHOLE, time: WALL_TIME}
_TWINS: dict[type[Any], type[msgspec.Struct]] = {}


def twin(record: type[Any]) -> type[msgspec.Struct]:
    """The strict type of a record class, with its defaults, forbidding unknown fields."""
    if record not in _TWINS:
        _TWINS[record] = _made(record)
    return _TWINS[record]


def headed(record: type[Any], head: Sequence[tuple[str, Any]]) -> type[msgspec.Struct]:
    """The strict type of a whole document: head fields first, then the record's own."""
    return _struct(f"{record.__name__}Document", [*head, *_specs(record)])


def _made(record: type[Any]) -> type[msgspec.Struct]:
    return _struct(record.__name__, _specs(record))


def _struct(name: str, specs: Sequence[Any]) -> type[msgspec.Struct]:
    return msgspec.defstruct(
        name,
        specs,
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        gc=False,  # a document has no cycles, and looking for them takes a sixth of reading
    )


def _specs(record: type[Any]) -> list[Any]:
    hints = get_type_hints(record)
    years = {attribute.name for attribute in table(record.__name__) if attribute.type == "year"}
    specs: list[Any] = []
    for field in fields(record):
        wire = YEAR if field.name in years else _wire(hints[field.name])
        spec = (field.name, wire)
        specs.append(spec if field.default is MISSING else (*spec, _default(field.default)))
    return specs


def _wire(annotation: Any) -> Any:
    if is_dataclass(annotation):
        assert isinstance(annotation, type)
        return twin(annotation)
    if get_origin(annotation) is tuple:
        element, _ = get_args(annotation)
        return tuple[_wire(element), ...]  # type: ignore[misc]
    if get_origin(annotation) in (Union, UnionType):
        (inner,) = (kind for kind in get_args(annotation) if kind is not NoneType)
        return _wire(inner) | None
    return _SCALARS.get(annotation, annotation)


def _default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value


def written(value: Any) -> Any:
    """A record as plain JSON values: defaults left out, decimals as their shortest text.

    Leaving defaults out keeps a digest the same when a later schema adds an attribute.
    """
    if isinstance(value, Decimal):
        return _decimal(value)
    if is_dataclass(value):
        return {
            field.name: written(own)
            for field in fields(value)
            if (own := getattr(value, field.name)) != field.default
        }
    if isinstance(value, tuple):
        return [written(element) for element in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def _decimal(value: Decimal) -> str:
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
