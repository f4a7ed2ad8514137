"""The attribute tables and the records say the same."""

import json
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest

import mitgrim.plan as records
from mitgrim.codec import written
from mitgrim.plan import Label, label_of
from mitgrim.plan.attributes import attribute_names, record_types, table

TYPES = {"id", "text", "label", "year", "won", "decimal", "integer", "date", "time"}


def record_class(name: str) -> Any:
    return getattr(records, name)


@pytest.mark.parametrize("name", record_types())
def test_a_table_names_its_records_fields_in_their_order(name: str) -> None:
    assert [own.name for own in table(name)] == [own.name for own in fields(record_class(name))]


@pytest.mark.parametrize("name", record_types())
def test_a_table_gives_its_records_defaults(name: str) -> None:
    declared = {own.name: own.default for own in table(name)}
    real = {
        own.name: "-" if own.default is MISSING else json.dumps(written(own.default))
        for own in fields(record_class(name))
    }
    assert declared == real


@pytest.mark.parametrize("name", record_types())
def test_every_attribute_has_a_label_and_help_in_both_languages(name: str) -> None:
    for own in table(name):
        assert all((own.ko, own.en, own.help_ko, own.help_en)), own


@pytest.mark.parametrize("name", record_types())
def test_every_attribute_has_a_known_type(name: str) -> None:
    for own in table(name):
        kind, _, of = own.element.partition(":")
        known = {
            "choice": hasattr(records, of),
            "record": of in record_types(),
            "ref": bool(of),
        }
        assert known.get(kind, own.element in TYPES), own


def test_every_record_type_of_a_plan_has_a_table() -> None:
    public = {name: getattr(records, name) for name in records.__all__}
    classes = {name for name, own in public.items() if isinstance(own, type) and is_dataclass(own)}
    assert classes - {"Plan", "Totals"} == set(record_types())


def test_required_says_when() -> None:
    levels = {own.required for name in record_types() for own in table(name)}
    assert levels == {"", "draft", "adoption"}


def test_every_choice_has_a_label_in_both_languages() -> None:
    used = {
        own.element.partition(":")[2]
        for name in record_types()
        for own in table(name)
        if own.element.startswith("choice:")
    }
    for kind in used:
        for choice in record_class(kind):
            label = label_of(choice)
            assert isinstance(label, Label)
            assert label.ko
            assert label.en


def test_a_default_does_not_stand_for_a_key() -> None:
    for name in record_types():
        keys = [own for own in table(name) if own.key]
        assert all(own.name in attribute_names(name) for own in keys)
