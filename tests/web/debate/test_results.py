"""Results: the same from the file as on the page, nothing of few, nothing before its time."""

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given as forall
from hypothesis import strategies as st

from mitgrim.deliberation import running
from mitgrim.deliberation.groups import FEWEST_TOLD as ENGINES_FEWEST
from mitgrim.deliberation.groups import by_city, opinion_groups
from mitgrim.deliberation.reading import votes_in as read_file
from mitgrim.deliberation.telling import as_json
from mitgrim.web.debate import refreshing
from mitgrim.web.debate.exporting import (
    FEWEST_TOLD,
    as_csv,
    counted,
    export_rows,
    renumbered,
)
from mitgrim.web.debate.kinds import AgeBand
from mitgrim.web.debate.models import Debate, Outcome, Participant
from mitgrim.web.debate.outcome import outcome_of, votes_in
from mitgrim.web.debate.queries import standing_of
from mitgrim.web.debate.refreshing import GROWN, LOOK, compute, outcome_for, read
from mitgrim.web.debate.services import moderate
from mitgrim.web.debate.tasks import compute_outcome
from tests.cli.running import Run
from tests.web.cast import Cast
from tests.web.debate.story import (
    AGREE,
    DAY,
    crowd,
    moved,
    opened,
    over,
    said,
    seated,
    statement,
    voting_now,
)

Ballots = list[tuple[str, AgeBand | None, list[int]]]
STATEMENTS = 12
BANDS = list(AgeBand)


def two_camps(people: int = 60, seed: int = 1) -> Ballots:
    """Two camps that differ on all statements but the last two, with which all agree."""
    chance = random.Random(seed)
    found: Ballots = []
    for at in range(people):
        camp = 1 if at % 2 else -1
        own = [camp * (1 if n % 2 else -1) for n in range(STATEMENTS - 2)] + [1, 1]
        own = [value if chance.random() > 0.05 else 0 for value in own]
        city = ("jeju", "ulsan", "")[at % 3]
        found.append((city, BANDS[at % 3] if at % 5 else None, own))
    return found


def debated(cast: Cast, ballots: Ballots | None = None, **more: Any) -> Debate:
    """A debate with votes that is over."""
    own = opened(cast, first=[f"의견 문장 {n}" for n in range(1, STATEMENTS + 1)], **more)
    crowd(own, two_camps() if ballots is None else ballots)
    return over(own)


def page_of(client: Client, own: Debate) -> Any:
    return client.get(f"/debates/{own.pk}/results/")


def file_of(client: Client, own: Debate) -> bytes:
    got: Any = client.get(f"/debates/{own.pk}/votes.csv")
    return b"".join(got.streaming_content)


def test_what_is_few_is_what_the_engine_calls_few() -> None:
    assert (FEWEST_TOLD, GROWN) == (ENGINES_FEWEST, running.GROWN)


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, FEWEST_TOLD - 1])
def test_the_file_tells_nothing_of_few_people(cast: Cast, client: Client, people: int) -> None:
    own = debated(cast, two_camps(people))
    assert file_of(client, own).decode().splitlines() == ["participant,statement,vote,city"]


@pytest.mark.django_db
def test_a_small_group_is_not_told_by_what_the_others_say(cast: Cast, client: Client) -> None:
    few = [own for at, own in enumerate(two_camps(60)) if at % 2 or at < 6]
    debate = debated(cast, few)
    groups = outcome_of(votes_in(export_rows(debate)))["whole"]["groups"]
    assert sorted(own["small"] for own in groups) == [False, True]
    assert {each["elsewhere"] for own in groups for each in own["stands"]} == {None}
    page = page_of(client, debate).content.decode()
    assert '<td class="tight">–</td>' in page


@pytest.mark.django_db
def test_the_file_gives_the_groups_of_the_page(
    cast: Cast, client: Client, tmp_path: Path, run: Run
) -> None:
    own = debated(cast)
    page = page_of(client, own)
    file = tmp_path / "votes.csv"
    file.write_bytes(file_of(client, own))
    told = run("groups", file, "--format", "json").json
    whole = page.context["told"]["whole"]
    assert [each["people"] for each in whole["groups"]] == [len(each) for each in told["groups"]]
    assert whole["agreement"] == round(told["stability"]["agreement"], 2)
    assert [
        [(each["statement"], each["share"], each["agrees"]) for each in group["stands"]]
        for group in whole["groups"]
    ] == [
        [(int(each["statement"]), each["share"], each["vote"] == 1) for each in group]
        for group in told["representative"]
    ]
    assert [each["statement"] for each in page.context["told"]["bridging"]] == [
        int(each["statement"]) for each in told["bridging"]
    ]
    assert [each["statement"] for each in page.context["told"]["consensus"]["agree"]] == [
        int(each["statement"]) for each in told["consensus"]["agree"]
    ]
    assert set(page.context["told"]["cities"]) == set(told["cities"])


@pytest.mark.django_db
def test_the_file_and_what_is_computed_are_the_same_votes(cast: Cast) -> None:
    own = debated(cast)
    rows = export_rows(own)
    from_file = read_file("".join(as_csv(rows)).encode())
    ours = votes_in(rows)
    assert (from_file.participants, from_file.statements, from_file.cities) == (
        ours.participants, ours.statements, ours.cities,
    )  # fmt: skip
    assert as_json(opinion_groups(from_file), by_city(from_file)) == as_json(
        opinion_groups(ours), by_city(ours)
    )


@pytest.mark.django_db
def test_the_file_has_every_vote_that_counts_and_leads_back_to_nobody(
    cast: Cast, client: Client
) -> None:
    own = debated(cast)
    joined = {each.pk: each for each in own.participants.all()}
    lines = file_of(client, own).decode().splitlines()
    assert lines[0] == "participant,statement,vote,city"
    cells = [line.split(",") for line in lines[1:]]
    assert Counter((int(what), int(value)) for _, what, value, _ in cells) == Counter(
        (each.statement.number, each.value)
        for who in joined.values()
        for each in who.votes.select_related("statement")
    )
    numbers = renumbered(joined, own.pk)
    assert sorted(numbers.values()) == list(range(1, len(joined) + 1))
    assert [numbers[who] for who in sorted(joined)] != list(range(1, len(joined) + 1))
    by_number = {number: joined[who].city for who, number in numbers.items()}
    assert {(int(who), city) for who, _, _, city in cells} == set(by_number.items())


def test_another_key_numbers_participants_in_another_order(settings: Any) -> None:
    orders = set()
    for key in ("하나", "둘", "셋"):
        settings.SECRET_KEY = key
        numbers = renumbered(range(50), 1)
        orders.add(tuple(numbers[own] for own in range(50)))
    assert len(orders) == 3


@pytest.mark.django_db
def test_a_statement_that_is_not_shown_is_neither_in_the_file_nor_on_the_page(
    cast: Cast, client: Client
) -> None:
    own = debated(cast)
    moderate(by=cast.moderator, statements=[statement(own, 3)], show=False, reason="계획 밖")
    numbers = {line.split(",")[1] for line in file_of(client, own).decode().splitlines()[1:]}
    assert numbers == {str(n) for n in range(1, STATEMENTS + 1) if n != 3}
    assert "의견 문장 3" not in page_of(client, own).content.decode().replace("의견 문장 30", "")


# Nothing before its time --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("shown", [False, True])
def test_results_are_hidden_from_everybody_until_the_phase_shows_them(
    cast: Cast, client: Client, shown: bool
) -> None:
    own = opened(
        cast, voting_now(results_while_voting=shown),
        first=[f"의견 문장 {n}" for n in range(1, STATEMENTS + 1)],
    )  # fmt: skip
    crowd(own, two_camps())
    for person in (None, cast.officer, cast.moderator, cast.administrator):
        browser = Client()
        if person:
            browser.force_login(person, "django.contrib.auth.backends.ModelBackend")
        page = page_of(browser, own)
        assert ("told" in page.context) is shown
        file = browser.get(f"/debates/{own.pk}/votes.csv")
        assert file.status_code == (200 if shown else 409)
        assert ("participant,statement" in b"".join(file).decode()) is shown
    closed = page_of(client, over(own))
    assert closed.context["told"]["people"] == 60


# Nothing of few -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("people", [0, 1, 4])
def test_of_fewer_than_five_nothing_is_told(cast: Cast, client: Client, people: int) -> None:
    own = debated(cast, two_camps(people))
    page = page_of(client, own)
    assert "다섯 명 이상" in page.content.decode()
    assert page.context.get("told") is None


@forall(
    st.dictionaries(
        st.sampled_from(["", "jeju", "ulsan", "busan", "seoul"]), st.integers(0, 30), max_size=5
    )
)
def test_no_count_and_no_difference_of_counts_tells_of_fewer_than_five(
    counts: dict[str, int],
) -> None:
    own = counted(counts)
    assert sum(own.told.values()) + own.rest == sum(counts.values())
    assert all(count >= FEWEST_TOLD for count in own.told.values())
    everybody = sum(counts.values())
    # Who is less than five in all is told nothing of: the page says so before it comes to this.
    assert own.rest == 0 or own.rest >= FEWEST_TOLD or everybody < FEWEST_TOLD
    assert all(own.told[name] == counts[name] for name in own.told)


@pytest.mark.django_db
def test_a_city_of_few_is_named_with_those_of_none_and_its_votes_have_no_city(
    cast: Cast, client: Client
) -> None:
    ballots: Ballots = [("jeju", AgeBand.THIRTIES, own) for _, _, own in two_camps(40)]
    ballots += [("ulsan", AgeBand.FROM_70, own) for _, _, own in two_camps(3)]
    ballots += [("", None, own) for _, _, own in two_camps(6)]
    own = debated(cast, ballots)
    page = page_of(client, own)
    assert [count for _, count in page.context["by_city"]["shown"]] == [40]
    assert page.context["by_city"]["rest"] == 9
    assert "울산" in page.context["by_city"]["few"]
    assert [count for _, count in page.context["by_age"]["shown"]] == [40]
    assert "70세 이상" in page.context["by_age"]["few"]
    assert set(page.context["told"]["cities"]) == {"jeju"}
    assert {line.rpartition(",")[2] for line in file_of(client, own).decode().splitlines()[1:]} == {
        "jeju", "",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_page_tells_no_tally_of_fewer_than_five(cast: Cast, client: Client) -> None:
    ballots = two_camps(30)
    short: Ballots = [(city, band, own if at < 4 else own[:-1])
                      for at, (city, band, own) in enumerate(ballots)]  # fmt: skip
    own = debated(cast, short)
    told = page_of(client, own).context["told"]["tallies"]
    assert {each["statement"] for each in told} == set(range(1, STATEMENTS))
    for each in told:
        assert each["agree"] + each["pass"] + each["disagree"] == each["seen"] == 30


# Whether they hold --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_groups_that_hold_are_shown_with_what_they_stand_for_and_a_map(
    cast: Cast, client: Client
) -> None:
    own = debated(cast)
    page = page_of(client, own)
    text = page.content.decode()
    assert page.context["told"]["whole"]["holds"]
    assert [each["people"] for each in page.context["whole"]["groups"]] == [30, 30]
    assert text.index("다시 셈해도 거의 같습니다") < text.index("무리 A 30명")
    assert ("<svg" in text, "가까이 있을수록 비슷하게" in text) == (True, True)
    bridges = {each["statement"] for each in page.context["told"]["bridging"]}
    assert bridges == {STATEMENTS - 1, STATEMENTS}


@pytest.mark.django_db
def test_a_line_drawn_through_chance_is_not_shown_as_groups(cast: Cast, client: Client) -> None:
    chance = random.Random(7)
    ballots: Ballots = [
        ("jeju", None, [chance.choice((1, 0, -1)) for _ in range(STATEMENTS)]) for _ in range(80)
    ]
    own = debated(cast, ballots)
    page = page_of(client, own)
    text = page.content.decode()
    assert not page.context["told"]["whole"]["holds"]
    assert "무리가 있다고 말할 수 없어" in text
    assert ("<svg class" in text, "무리 A" in text, page.context["told"]["map"]) == (
        False, False, None,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_size_of_a_small_group_is_not_told_by_that_of_the_others(cast: Cast) -> None:
    camps = two_camps(60)
    few: Ballots = [own for at, own in enumerate(camps) if at % 2 or at < 6]
    told = outcome_of(votes_in(export_rows(debated(cast, few))))
    sizes = [each["people"] for each in told["whole"]["groups"]]
    small = [each["small"] for each in told["whole"]["groups"]]
    assert (sizes, small) == ([None, None], [False, True])
    assert told["whole"]["groups"][1]["stands"] == []
    assert told["map"]["sizes"] == [0, 0]


# When they are computed ---------------------------------------------------------------------------


def tick(monkeypatch: pytest.MonkeyPatch, own: Debate) -> None:
    """The next look at the votes is due."""
    Outcome.objects.filter(debate=own).update(looked=timezone.now() - 2 * LOOK)


@pytest.mark.django_db
def test_results_are_computed_once_for_many_readers(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = debated(cast)
    computed: list[int] = []

    def noted(debate: Debate) -> Outcome:
        computed.append(debate.pk)
        return compute(debate)

    monkeypatch.setattr(refreshing, "compute", noted)
    for _ in range(3):
        page_of(client, own)
    tick(monkeypatch, own)
    page_of(client, own)
    assert computed == [own.pk]


@pytest.mark.django_db
def test_results_move_on_when_votes_have_come_that_matter(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(
        cast, voting_now(results_while_voting=True),
        first=[f"의견 문장 {n}" for n in range(1, STATEMENTS + 1)],
    )  # fmt: skip
    crowd(own, two_camps())

    def people() -> int:
        outcome = outcome_for(own, standing_of(own))
        assert outcome is not None
        return int(read(outcome)["people"])

    assert people() == 60
    said(seated(own), n1=AGREE)
    tick(monkeypatch, own)
    assert people() == 60, "one vote in seven hundred changes nothing yet"
    Outcome.objects.update(made=timezone.now() - DAY)
    tick(monkeypatch, own)
    assert people() == 61, "but it is not left out for long"
    crowd(own, two_camps(10))
    assert people() == 61, "nobody looks at the votes at every reader"
    tick(monkeypatch, own)
    assert people() == 71
    said(seated(own), n1=AGREE)
    tick(monkeypatch, own)
    moved(own, 10 * DAY)
    closed = Debate.objects.get(pk=own.pk)
    outcome = outcome_for(closed, standing_of(closed))
    assert outcome is not None
    assert read(outcome)["people"] == 72, "when it is over, every vote counts"


@pytest.mark.django_db
def test_many_votes_are_counted_by_a_worker_and_readers_wait_for_nobody(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = debated(cast)
    monkeypatch.setattr(refreshing, "QUICK", 10)
    asked: list[int] = []
    monkeypatch.setattr(type(compute_outcome), "enqueue", lambda _, number: asked.append(number))
    assert "결과를 셈하고 있습니다" in page_of(client, own).content.decode()
    assert asked == [own.pk]
    compute_outcome.call(own.pk)
    assert page_of(client, own).context["told"]["people"] == 60


@pytest.mark.django_db
def test_without_the_packages_that_compute_the_page_says_so(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = debated(cast)
    monkeypatch.delitem(sys.modules, "mitgrim.web.debate.outcome", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    got = page_of(client, own)
    assert (got.status_code, "관리자에게" in got.content.decode()) == (503, True)


@pytest.mark.django_db
def test_a_page_of_results_that_are_there_takes_few_queries(
    cast: Cast, client: Client, django_assert_num_queries: Any
) -> None:
    own = debated(cast)
    page_of(client, own)
    with django_assert_num_queries(7):
        page_of(client, own)
    assert Participant.objects.count() == 60
