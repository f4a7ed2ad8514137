"""How a value came to be: its rule, its records, and where each of them comes from."""

from mitgrim.figures import Value, evaluate, read
from mitgrim.figures.problems import MESSAGES
from mitgrim.figures.words import keywords, prose_attributes
from mitgrim.plan import Plan, ProvenanceKind, find
from mitgrim.plan.attributes import record_types, table
from mitgrim.programmes.innovation_cities import innovation_cities_2018
from tests.cast import EOK, JEJU_JOINT, PEOPLE, small_plan


def of(expression: str, plan: Plan | None = None) -> Value:
    value = evaluate(plan or small_plan(), read(expression).asks)
    assert isinstance(value, Value), value
    return value


def test_a_sum_leads_to_its_projects_the_largest_first() -> None:
    (step,) = of("합계 재원=국비").steps
    assert step.rule.ko == "계획 단계 사업비의 합: 재원 국비"
    assert step.result.ko == "105억원"
    assert [own.amount for own in step.records] == [50 * EOK, 30 * EOK, 20 * EOK, 5 * EOK]


def test_the_first_records_leave_the_rest_counted_and_summed() -> None:
    (step,) = of("합계").steps
    shown, rest = step.first(1)
    assert [own.amount for own in shown] == [100 * EOK]
    assert rest is not None
    assert rest.ko == "그 밖에 3개, 합해서 150억원"
    assert step.first(4) == (step.records, None)


def test_the_sum_of_one_project_leads_to_its_lines() -> None:
    (step,) = of(f"사업 {JEJU_JOINT} 사업비").steps
    assert [own.name.ko for own in step.records] == [
        "2018 국비 설계",
        "2019 국비 공사",
        "2019 시·도비 공사",
        "2020 시·군·구비 공사",
    ]
    assert all(find(small_plan(), own.place) for own in step.records)


def test_a_citys_sum_says_which_projects_are_shared() -> None:
    _, joint = of("합계 도시=울산").steps
    assert [own.value.ko for own in joint.records] == ["100억원 가운데 30억원"]


def test_a_categorys_sum_leads_to_the_crosswalk_and_its_origin() -> None:
    _, divided = of("합계 분류=adopted/상생").steps
    (walk,) = divided.records
    assert walk.place == "nation/crosswalks/adopted"
    assert walk.origin.kind is ProvenanceKind.EXAMPLE


def test_rounding_is_the_last_step_and_said() -> None:
    steps = of("합계 | 조원 1").steps
    assert [step.result.ko for step in steps] == ["약 0.0조원", "250억원"]
    assert len(of("합계 | 억원").steps) == 1


def test_a_share_leads_to_its_part_and_its_whole() -> None:
    divided, part, whole = of("비율 재원=국비").steps
    assert divided.rule.ko == "105억원 ÷ 250억원"
    assert (part.result.ko, whole.result.ko) == ("105억원", "250억원")


def test_a_published_value_names_its_source_and_evidence() -> None:
    (step,) = of("지표 local-hires 목표", innovation_cities_2018()).steps
    (own,) = step.records
    assert own.place == "nation/indicators/local-hires/target"
    assert own.origin.text.ko == "공표: 지역인재 채용 목표 보도"
    assert own.note == "한국경제 2018-02-01"


def test_an_observation_is_of_its_source() -> None:
    expression = "관측치 통계=population 지역=영도구 연도=2015"
    (step,) = of(expression, innovation_cities_2018()).steps
    assert step.records[0].origin.source == "sgis"


def test_a_made_up_value_says_so() -> None:
    (step,) = of(f"지표 {PEOPLE} 목표").steps
    assert step.records[0].origin.text.ko == "예시"


def test_every_place_of_a_lineage_is_in_the_plan() -> None:
    plan = innovation_cities_2018()
    for expression in (
        "합계 도시=경북",
        "합계 분류=three-fields/상생발전",
        "개수 세부과제",
        "도시 부산 약칭",
    ):
        for step in of(expression, plan).steps:
            assert all(find(plan, own.place) is not None for own in step.records)


def test_every_message_is_in_both_languages() -> None:
    assert MESSAGES.problems() == []


def test_keywords_name_real_records_and_no_two_share_a_word() -> None:
    assert {own.record for own in keywords()} - {""} <= set(record_types())
    words = [word for own in keywords() for word in (*own.ko, *own.en)]
    assert len(words) == len(set(words))


def test_prose_is_text_of_the_attribute_tables() -> None:
    for record, names in prose_attributes().items():
        types = {own.name: own.type for own in table(record)}
        assert {types[name] for name in names} <= {"text", "label"}, record
