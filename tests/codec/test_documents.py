"""Sections as documents: what is written is read again, and nothing else is."""

import hashlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from mitgrim.codec import FileError, canonical, decode, digest, documents, encode, stored, tidied
from mitgrim.codec.errors import MESSAGES
from mitgrim.codec.schema import SCHEMA, UPGRADES, upgraded
from mitgrim.plan import CityPlan, Measure, Plan
from mitgrim.plan.ledger import Ledger
from mitgrim.wording import Lang
from tests.cast import jeju, small_plan
from tests.laws.strategies import plans

JEJU = encode(small_plan().cities[1])
NATION = encode(small_plan().nation)


def jeju_with(change: Callable[[Any], object]) -> bytes:
    """Jeju's file after somebody has edited it by hand."""
    document = json.loads(JEJU)
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()


def refusal(data: bytes, expected: str = "") -> FileError:
    with pytest.raises(FileError) as caught:
        decode(data, "cities/jeju.json", expected)
    assert caught.value.file == "cities/jeju.json"
    return caught.value


@given(plans())
def test_what_is_written_is_read_again(plan: Plan) -> None:
    for section in plan.sections:
        assert decode(encode(section), "file") == section


@given(plans())
def test_equal_sections_have_equal_bytes_and_digests(plan: Plan) -> None:
    for section in plan.sections:
        again = decode(encode(section), "file")
        assert encode(again) == encode(section)
        assert canonical(again) == canonical(section)
        assert digest(again) == digest(section)


@given(plans())
def test_what_is_stored_under_its_digest_is_read_again(plan: Plan) -> None:
    for section in plan.sections:
        assert stored(canonical(section), digest(section), "section") == section


def test_what_differs_from_its_digest_is_refused_as_damaged() -> None:
    section = small_plan().cities[1]
    kept = canonical(section)
    spaced = kept.replace(b'":', b'": ', 1)
    for damaged in (kept[:-1], kept.replace(b"2018", b"2019", 1), spaced, b""):
        with pytest.raises(FileError) as caught:
            stored(damaged, digest(section), "jeju")
        assert caught.value.message == MESSAGES.both("damaged", digest=digest(section))
        assert caught.value.file == "jeju"


def test_what_was_stored_whole_and_is_no_section_is_refused_as_a_file_would_be() -> None:
    strange = b'{"mitgrim":"city-plan","schema":1,"colour":"red"}'
    with pytest.raises(FileError) as caught:
        stored(strange, hashlib.sha256(strange).hexdigest(), "strange")
    assert caught.value.message == refusal(strange).message


@given(plans())
def test_a_file_that_mitgrim_wrote_needs_no_second_look(plan: Plan) -> None:
    looked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "_examine", lambda text, file: looked.append(file))
        for section in (*plan.sections, *small_plan().sections):
            decode(encode(section), "file")
    assert looked == []


def test_canonical_bytes_have_sorted_keys_and_no_defaults() -> None:
    data = canonical(small_plan().cities[1])
    document = json.loads(data)
    assert (
        data
        == json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    )
    assert "notes" not in document["projects"][0]


def test_a_decimal_is_written_the_same_however_it_was_typed() -> None:
    nation = small_plan().nation
    typed = [
        replace(nation.indicators[0], target=Measure(year=2022, value=Decimal(text)))
        for text in ("20", "20.00", "2E+1")
    ]
    written = {canonical(replace(nation, indicators=(own,))) for own in typed}
    assert len(written) == 1


def test_a_funding_line_is_one_line_of_the_file() -> None:
    lines = [line.strip() for line in JEJU.decode().splitlines()]
    assert (
        '{"year": 2019, "source": "national", "use": "works", "amount": 4000000000, '
        '"certainty": "secured"},'
    ) in lines


def test_a_default_that_is_spelt_out_is_the_same_section() -> None:
    spelt = jeju_with(lambda document: document["projects"][0].update(notes="", variants=[]))
    assert decode(spelt, "file") == small_plan().cities[1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "truncated"),
        (JEJU[:500], "truncated"),
        (JEJU.replace(b'"year": 2019', b'"year" 2019', 1), "malformed"),
        (b"\xef\xbb\xbf" + JEJU, "byte-order-mark"),
        (JEJU.decode().encode("utf-16"), "not-utf8"),
        (JEJU.decode().encode("cp949"), "not-utf8"),
        (b"[" * 100_000, "wrong-type"),
        (b'{"mitgrim": "city-plan", "schema": 1, "plan": ' + b"[" * 100_000, "wrong-type"),
        (b'{"plan": ' + b"[" * 100_000, "too-deep"),
        (b"{}", "not-a-document"),
        (b"null", "wrong-type"),
        (b'{"mitgrim": "city-plan", "schema": 0}', "not-a-document"),
        (jeju_with(lambda d: d.update(schema=SCHEMA + 1)), "future-schema"),
        (jeju_with(lambda d: d.update(schema="1")), "wrong-type"),
        (jeju_with(lambda d: d.update(projekts=[])), "unknown-field"),
        (jeju_with(lambda d: d.pop("plan")), "missing-field"),
        (jeju_with(lambda d: d["projects"][0]["money"][0].update(amount="1")), "wrong-type"),
        (jeju_with(lambda d: d["projects"][0]["money"][0].update(amount=1.5)), "wrong-type"),
        (jeju_with(lambda d: d["projects"][0]["money"][0].update(amount=10**30)), "out-of-range"),
        (jeju_with(lambda d: d["projects"][0]["money"][0].update(year=20180)), "wrong-year"),
        (jeju_with(lambda d: d["projects"][0]["money"][0].update(use="work")), "wrong-choice"),
        (jeju_with(lambda d: d["themes"][0].update(valid_from="2018-13-01")), "wrong-date"),
        (jeju_with(lambda d: d["projects"][1]["effects"][0].update(low="NaN")), "wrong-decimal"),
        (jeju_with(lambda d: d["projects"][1]["effects"][0].update(low=1.5)), "wrong-type"),
        (jeju_with(lambda d: d["projects"].append(d["projects"][0])), "duplicate-id"),
        (jeju_with(lambda d: d["city"].update(id="../jeju")), "wrong-id"),
        (JEJU.replace(b'"year": 2019', b'"year": 2018, "year": 2019', 1), "duplicate-field"),
        (unicodedata.normalize("NFD", JEJU.decode()).encode(), "not-normalised"),
        (JEJU.replace("제주".encode(), b"\\u110c\\u1166\\u110c\\u116e", 1), "not-normalised"),
        (JEJU.replace("제주".encode(), b"\\u0000", 1), "control-character"),
        (JEJU.replace("제주".encode(), b"\\b", 1), "control-character"),
        (JEJU.replace("제주".encode(), "\u202e제주".encode(), 1), "control-character"),
        (JEJU.replace("제주".encode(), "\u200b제주".encode(), 1), "control-character"),
        (JEJU.replace("제주".encode(), "\u3164제주".encode(), 1), "control-character"),
        (jeju_with(lambda d: d["city"].update(id="nation")), "wrong-id"),
        (jeju_with(lambda d: d["projects"][1]["effects"][0].update(low="5\n")), "wrong-decimal"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    error = refusal(data)
    pattern = MESSAGES._message(message)
    first_words = next(part for part in pattern.en if isinstance(part, str) and part.strip())
    assert first_words.strip() in error.message.en


def test_a_wrong_value_is_named_by_its_path_and_its_projects_id() -> None:
    error = refusal(jeju_with(lambda d: d["projects"][1]["money"][0].update(year=20180)))
    project = small_plan().cities[1].projects[1].id
    assert error.path == f"projects[1]({project}).money[0].year"
    assert error.in_(Lang.KO) == (
        f"cities/jeju.json: projects[1]({project}).money[0].year: "
        "연도는 1900에서 2200까지의 네 자리 숫자입니다. 2018처럼 적으세요."
    )


def test_a_wrong_choice_is_told_with_those_there_are() -> None:
    error = refusal(jeju_with(lambda d: d["projects"][1]["money"][0].update(use="공사")))
    assert error.message.ko == (
        "‘공사’는 고를 수 있는 값이 아닙니다. 쓸 수 있는 값: study(조사), design(설계), land(부지), "
        "works(공사), equipment(장비), operation(운영)"
    )


def test_a_syntax_error_is_named_by_line_and_column() -> None:
    error = refusal(b'{\n "mitgrim": "nation",\n "schema" 1\n}')
    assert "line 3, column 11" in error.message.en


def test_a_city_section_is_not_taken_for_a_national_one() -> None:
    assert "Expected a national section" in refusal(JEJU, "nation").message.en
    assert isinstance(decode(JEJU, "file", "city-plan"), CityPlan)


def test_a_file_larger_than_the_limit_is_refused_unread() -> None:
    assert "67,108,864" in refusal(b" " * (64 * 2**20 + 1)).message.en


def test_tidying_composes_hangul_and_nothing_else() -> None:
    assert tidied(unicodedata.normalize("NFD", JEJU.decode()).encode(), "file") == JEJU
    escaped = json.dumps(json.loads(unicodedata.normalize("NFD", JEJU.decode())))
    assert tidied(escaped.encode(), "file") == JEJU
    assert tidied(b"\xef\xbb\xbf" + JEJU, "file") == JEJU
    with pytest.raises(FileError):
        tidied(JEJU.replace(b'"use"', b'"usage"', 1), "file")


def test_a_text_that_could_not_be_read_back_is_not_written() -> None:
    section = small_plan().cities[1]
    hidden = replace(section.projects[0], notes="\x07")
    with pytest.raises(FileError):
        encode(replace(section, projects=(hidden,)))


def test_every_message_stands_in_both_languages() -> None:
    assert MESSAGES.problems() == []


@pytest.mark.parametrize("version", range(1, SCHEMA + 1))
def test_documents_of_every_schema_are_read_for_ever(version: int) -> None:
    fixtures = Path(__file__).parent / "schema" / str(version)
    plan = small_plan()
    assert decode((fixtures / "nation.json").read_bytes(), "nation") == plan.nation
    assert decode((fixtures / "jeju.json").read_bytes(), "jeju") == plan.cities[1]


def test_an_old_document_goes_through_every_step_since_its_schema() -> None:
    steps = tuple(lambda own, n=n: {**own, "steps": [*own["steps"], n]} for n in (1, 2, 3))
    old = {"schema": 2, "steps": []}
    assert upgraded(old, 2, steps) == {"schema": 4, "steps": [2, 3]}
    assert old == {"schema": 2, "steps": []}
    assert len(UPGRADES) + 1 == SCHEMA


@pytest.mark.parametrize(
    ("twice", "field"),
    [
        (b'"amount": 1, "amount": ', "amount"),
        (b'"use": "works", "amount": ', "use"),
        (b'"amount" :1, "amount" : ', "amount"),
        (b'"phase": "planned", "phase": "planned", "amount": ', "phase"),
    ],
)
def test_a_field_that_stands_twice_in_a_funding_line_is_found(twice: bytes, field: str) -> None:
    error = refusal(JEJU.replace(b'"amount": ', twice, 1))
    assert error.message == MESSAGES.both("duplicate-field", field=field)


def test_an_old_document_is_looked_at_twice_whatever_its_steps_add(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A step may add as many quotation marks as a field has that stands twice."""

    def step(document: dict[str, Any]) -> dict[str, Any]:
        first, *rest = document["projects"]
        return {**document, "projects": [{**first, "declared_total": 1}, *rest]}

    def as_new(document: dict[str, Any], version: int) -> dict[str, Any]:
        return upgraded(document, version, (step,))

    monkeypatch.setattr(documents, "SCHEMA", 2)
    monkeypatch.setattr(documents, "upgraded", as_new)
    old = jeju_with(lambda d: d["projects"][0].pop("declared_total", None))
    assert decode(old, "file").projects[0].declared_total == 1  # type: ignore[union-attr]
    twice = old.replace(b'"amount": ', b'"amount": 1, "amount": ', 1)
    assert refusal(twice).message == MESSAGES.both("duplicate-field", field="amount")


def test_marks_in_a_text_hide_no_field_that_stands_twice() -> None:
    quoted = jeju_with(lambda d: d["projects"][0].update(notes='"제주"의 \\ 예시'))
    assert decode(quoted, "file").projects[0].notes == '"제주"의 \\ 예시'  # type: ignore[union-attr]
    error = refusal(quoted.replace(b'"amount": ', b'"amount": 1, "amount": ', 1))
    assert error.message == MESSAGES.both("duplicate-field", field="amount")


def test_the_canonical_bytes_of_a_project_written_before_are_those_of_a_new_one() -> None:
    first = jeju()
    canonical(first)
    changed = replace(
        first, projects=(replace(first.projects[0], owner="새 담당"), *first.projects[1:])
    )
    anew = decode(encode(changed), "jeju.json")
    assert canonical(changed) == canonical(anew)
    assert digest(changed) != digest(first)


def test_what_was_kept_is_read_into_a_ledger_without_a_second_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    section = jeju()
    data = canonical(section)
    monkeypatch.setattr(documents, "_needs_a_second_look", None)
    again = stored(data, hashlib.sha256(data).hexdigest(), "store")
    assert isinstance(again, CityPlan)
    with monkeypatch.context() as nobody_looks:
        nobody_looks.setattr(Ledger, "lines", None)
        assert again.ledger.amounts() == section.ledger.amounts()
    assert again == section


AT_ONCE = """
import sys, threading
from pathlib import Path
from mitgrim.codec import decode

sys.setswitchinterval(1e-6)
data = [Path(name).read_bytes() for name in sys.argv[1:]]
ready = threading.Barrier(8)

def read(number):
    ready.wait()
    decode(data[number % len(data)], "section.json")

threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_may_read_their_first_sections_at_once(tmp_path: Path) -> None:
    files = [tmp_path / "nation.json", tmp_path / "jeju.json"]
    for file, section in zip(files, small_plan().sections, strict=False):
        file.write_bytes(encode(section))
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", AT_ONCE, *map(str, files)], check=False)
        assert done.returncode == 0
