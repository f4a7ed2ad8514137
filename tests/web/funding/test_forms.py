"""Conditions in fields and as a file: the same parameters, and what is wrong at its place."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mitgrim.funding.parameters import as_json, usual_parameters
from mitgrim.plan import Certainty
from mitgrim.web.funding.conditions import Wrong, fields_of, in_eok, purses_of, read, written
from mitgrim.web.funding.forms import ConditionsForm
from mitgrim.web.funding.models import Scenario
from tests.cast import EOK, JEJU_PARK, ULSAN_SCHOOL, small_plan
from tests.web.cast import Cast
from tests.web.funding.story import address, asked, visit

NEW = "/work/small-2018/funding/new/"
USUAL: dict[str, Any] = {
    "name": "첫 안", "seconds": "10", "gap": "0.001", "seed": "1", "delay": "4",
    "effects": "likely",
}  # fmt: skip


def test_nothing_said_in_fields_is_the_usual(cast: Cast, client: Client) -> None:
    visit(client, cast.officer).post(f"{NEW}nation/", USUAL)
    assert Scenario.objects.get().parameters == as_json(usual_parameters(small_plan()))


def test_fields_and_a_file_say_the_same(cast: Cast, client: Client) -> None:
    visit(client, cast.officer)
    fields = {
        "budgets.national": "90", "budgets.municipal.jeju": "50%", "budgets.private.2021": "40",
        "carry_over": ["national"], "counts.unsecured": "70", "delay": "2", "effects": "low",
        "floors.cities.jeju": "5%", "ceilings.sectors.industry": "120", f"project.{JEJU_PARK}": "must",
        f"project.{ULSAN_SCHOOL}": "must_not",
    }  # fmt: skip
    text = f"""
budgets:
  national: 90%
  municipal: {{jeju: 50%}}
  private: {{2018: 0, 2019: 0, 2020: 0, 2021: 40억원, 2022: 0}}
carry_over: [national]
counts: {{unsecured: 0.7}}
delay: 2
effects: low
floors: {{cities: {{jeju: 5%}}}}
ceilings: {{sectors: {{industry: 120억원}}}}
must: [{JEJU_PARK}]
must_not: [{ULSAN_SCHOOL}]
"""
    first = client.post(f"{NEW}nation/", {**USUAL, **fields})
    second = client.post(f"{NEW}nation/file/", {**USUAL, "text": text})
    assert (first.status_code, second.status_code) == (302, 302)
    one, other = Scenario.objects.all()
    assert (one.parameters, one.key) == (other.parameters, other.key)
    assert one.said == text


def test_a_file_may_be_brought(cast: Cast, client: Client) -> None:
    file = SimpleUploadedFile("안.yaml", b"budgets: {national: 80%}\n")
    visit(client, cast.jeju).post(f"{NEW}jeju/file/", {**USUAL, "file": file})
    assert Scenario.objects.get().said == "budgets: {national: 80%}\n"


PLAN = small_plan()
PLACES = [own.place for own in purses_of(PLAN) if not own.city]
GROUPS = [*(f"cities.{own.city.id}" for own in PLAN.cities),
          *(f"sectors.{own.id}" for own in PLAN.nation.sectors)]  # fmt: skip
SHARES = st.integers(0, 19).map(lambda own: f"{own}%")
WON = st.sampled_from([0, 1, EOK, 3 * EOK + 7, 10**13]).map(in_eok)
SAID = st.fixed_dictionaries(
    {"delay": st.integers(0, 4), "effects": st.sampled_from(["low", "likely", "high"])},
    optional={
        **{place: st.integers(0, 200).map(str) for place in PLACES},
        **{f"counts.{own}": st.integers(0, 100).map(str) for own in Certainty},
        **{f"floors.{own}": SHARES for own in GROUPS},
        **{f"ceilings.{own}": WON for own in GROUPS},
        **{f"project.{own.id}": st.sampled_from(["", "must", "must_not"])
           for own in list(PLAN.projects())[:9]},
    },
)  # fmt: skip


@given(SAID)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_fields_write_they_show_again(said: dict[str, Any]) -> None:
    """Whatever is typed: the YAML gives the fields back, and they the same parameters."""
    text = written(said, PLAN)
    shown = fields_of(text)
    again = written({**shown, "delay": shown["delay"]}, PLAN)
    assert (again, read(again, PLAN)) == (text, read(text, PLAN))


@pytest.mark.parametrize(
    ("won", "text"), [(0, "0"), (EOK, "1"), (1203 * EOK + EOK // 2, "1,203.5"), (7, "0.00000007")]
)
def test_won_are_shown_in_eok_to_the_last_won(won: int, text: str) -> None:
    assert in_eok(won) == text


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("budgets.national", "-5", "계획한 돈의 0%부터"),
        ("budgets.private.2020", "많이", "금액이나 비율로 읽을 수 없습니다"),
        ("budgets.private.2020", "-3", "0보다 작습니다"),
        ("counts.unsecured", "140", "0부터 1까지의 비율이 아닙니다"),
        ("floors.cities.jeju", "140%", "0부터 1까지의 비율이 아닙니다"),
        ("ceilings.sectors.industry", "조금", "금액이나 비율로 읽을 수 없습니다"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    cast: Cast, client: Client, field: str, value: str, what: str
) -> None:
    answer = visit(client, cast.officer).post(f"{NEW}nation/", {**USUAL, field: value})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert what in errors[field][0]
    assert Scenario.objects.count() == 0


def test_two_ways_to_say_one_budget_are_refused(cast: Cast, client: Client) -> None:
    both = {"budgets.private": "90", "budgets.private.2021": "40"}
    answer = visit(client, cast.officer).post(f"{NEW}nation/", {**USUAL, **both})
    assert list(answer.context["form"].errors) == ["budgets.private"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("budgets: {national: {2018: 1억원}}", "budgets.national: "),
        ("must: [nobody]", "must[0]: "),
        ("a: [", ""),
        ("delay: 9", "delay: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    cast: Cast, client: Client, text: str, place: str
) -> None:
    answer = visit(client, cast.officer).post(f"{NEW}nation/file/", {**USUAL, "text": text})
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == ["text"]
    assert errors["text"][0].startswith(place)


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"x" * 200_001])
def test_a_file_that_is_none_is_refused(cast: Cast, client: Client, body: bytes) -> None:
    file = SimpleUploadedFile("안.yaml", body)
    answer = visit(client, cast.officer).post(f"{NEW}nation/file/", {**USUAL, "file": file})
    assert (answer.status_code, Scenario.objects.count()) == (422, 0)


def test_wrong_yaml_says_where() -> None:
    with pytest.raises(Wrong) as wrong:
        read("floors: {cities: {seoul: 5%}}", small_plan())
    assert wrong.value.place == "floors.cities.seoul"


def test_a_scenario_is_begun_from_another_which_stays(cast: Cast, client: Client) -> None:
    before = asked(cast.officer, cast.draft("nation"), "budgets: {national: 90%}\ndelay: 2\n")
    page = visit(client, cast.officer).get(f"{NEW}nation/?from={before.pk}")
    form = page.context["form"]
    assert (form["budgets.national"].value(), form["delay"].value()) == ("90", "2")
    client.post(f"{NEW}nation/?from={before.pk}", {**USUAL, "budgets.national": "80"})
    made = Scenario.objects.exclude(pk=before.pk).get()
    assert (made.begun_from, made.said) == (
        before, "budgets:\n  national: 80%\ndelay: 4\neffects: likely\n",
    )  # fmt: skip
    unchanged = Scenario.objects.get(pk=before.pk)
    assert (unchanged.said, unchanged.key) == (before.said, before.key)


def test_what_fields_cannot_show_is_begun_as_a_file(cast: Cast, client: Client) -> None:
    text = "floors: {actions: {talent.01: 5%}}\n"
    before = asked(cast.officer, cast.draft("nation"), text)
    page = visit(client, cast.officer).get(f"{NEW}nation/?from={before.pk}", follow=True)
    assert page.redirect_chain == [(f"file/?from={before.pk}", 302)]
    assert page.context["form"]["text"].value() == text


def test_a_city_is_asked_only_about_its_own(cast: Cast) -> None:
    from mitgrim.web.funding.queries import sections_of
    from mitgrim.web.revisions.queries import plan_of

    form = ConditionsForm(plan=plan_of(sections_of(cast.draft("jeju"))))
    projects = [own for own in form.fields if own.startswith("project.")]
    assert f"project.{ULSAN_SCHOOL}" not in projects
    assert f"project.{JEJU_PARK}" in projects
    assert not [own for own in form.fields if own.startswith("floors.cities")]


def test_the_page_of_a_scenario_gives_its_conditions_back(cast: Cast, client: Client) -> None:
    text = "budgets: {national: 90%}  # 재정당국과 협의한 값\n"
    made = asked(cast.officer, cast.draft("nation"), text)
    got = visit(client, cast.officer).get(address(made, "scenario.yaml"))
    assert (got.content.decode(), got["Content-Disposition"]) == (
        text, f'attachment; filename="scenario-{made.pk}.yaml"',
    )  # fmt: skip
