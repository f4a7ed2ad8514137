"""Particles: what a Korean would say after Hangul, figures, units, letters and brackets."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitgrim.wording import PAIRS, last_syllable, particle, with_particle

HANGUL = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))
ANYTHING = st.text(max_size=30)
UNBRACKETED = ANYTHING.filter(lambda text: not set(normalize("NFKC", text)) & set("()"))
DIGITS_READ = dict(enumerate("영일이삼사오육칠팔구"))


def reads(number: int) -> str:
    """The oracle: a number spelt out in full, place by place."""
    if number == 0:
        return "영"
    words = ""
    for step, myriad in enumerate(("", "만", "억", "조", "경")):
        group = number // 10_000**step % 10_000
        spelt = "".join(
            DIGITS_READ[digit] + place
            for place, digit in zip(("천", "백", "십", ""), map(int, f"{group:04}"), strict=True)
            if digit
        )
        words = (spelt + myriad if group else "") + words
    return words


@pytest.mark.parametrize(
    ("text", "pair", "said"),
    [
        ("부산", "은/는", "부산은"),
        ("대구", "은/는", "대구는"),
        ("울산", "이/가", "울산이"),
        ("제주", "이/가", "제주가"),
        ("사업", "을/를", "사업을"),
        ("계획서", "을/를", "계획서를"),
        ("강원", "과/와", "강원과"),
        ("제주", "과/와", "제주와"),
        ("전북", "으로/로", "전북으로"),
        ("대구", "으로/로", "대구로"),
        ("서울", "으로/로", "서울로"),
        ("서울", "을/를", "서울을"),
        ("서울", "은/는", "서울은"),
        ("이메일", "으로써/로써", "이메일로써"),
        ("위원장", "으로서/로서", "위원장으로서"),
        ("국비", "이나/나", "국비나"),
        ("기금", "이나/나", "기금이나"),
        ("혁신도시", "이라/라", "혁신도시라"),
        ("밑그림", "이라/라", "밑그림이라"),
        ("길동", "아/야", "길동아"),
        ("영희", "아/야", "영희야"),
        ("초안", "이다/다", "초안이다"),
        ("의결", "이었다/였다", "의결이었다"),
        ("취합", "이며/며", "취합이며"),
        ("심의 ", "을/를", "심의를"),
    ],
)
def test_a_particle_fits_a_korean_word(text: str, pair: str, said: str) -> None:
    assert with_particle(text, pair) == said


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("0", "영"),
        ("3", "삼"),
        ("7", "칠"),
        ("10", "십"),
        ("53", "삼"),
        ("1,000", "천"),
        ("2022", "이"),
        ("2018", "팔"),
        ("1.5", "오"),
        ("2.10", "영"),
        ("10000", "만"),
        ("100,000", "만"),
        ("100000000", "억"),
        ("1,000,000,000,000", "조"),
        ("1" + "0" * 16, "경"),
        ("1~3", "삼"),
        ("G20", "십"),
        ("코로나19", "구"),
        ("③", "삼"),
        ("Ⅰ", "일"),
        ("3단계 Ⅱ", "이"),
        ("$100", "러"),
        ("₩5,000", "원"),
        ("6", "육"),
    ],
)
def test_figures_end_as_they_are_read(text: str, ending: str) -> None:
    assert last_syllable(text) == ending


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20%", "20%를"),
        ("1.5%p", "1.5%p를"),
        ("20％", "20％를"),
        ("4조 3,000억원", "4조 3,000억원을"),
        ("1,234㎢", "1,234㎢를"),
        ("400㎡", "400㎡를"),
        ("400 m2", "400 m2를"),
        ("12km", "12km를"),
        ("5m", "5m를"),
        ("3kg", "3kg을"),
        ("30㎏", "30㎏을"),
        ("8t", "8t을"),
        ("30MW", "30MW를"),
        ("60dB", "60dB을"),
        ("10ha", "10ha를"),
        ("24.5℃", "24.5℃를"),
        ("15‰", "15‰을"),
        ("3M", "3M을"),
        ("5G", "5G를"),
    ],
)
def test_units_are_read_in_full(text: str, said: str) -> None:
    assert with_particle(text, "을/를") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LH", "LH를"),
        ("KTX", "KTX를"),
        ("R&D", "R&D를"),
        ("MICE", "MICE를"),
        ("ICT", "ICT를"),
        ("BTL", "BTL을"),
        ("VR", "VR을"),
        ("TF", "TF를"),
        ("CCTV", "CCTV를"),
        ("AI·SW", "AI·SW를"),
        ("IoT", "IoT를"),
        ("POSTECH", "POSTECH을"),
        ("KAIST", "KAIST를"),
        ("APEC", "APEC을"),
        ("html", "html을"),
        ("pdf", "pdf를"),
        ("C++", "C++를"),
    ],
)
def test_abbreviations_are_read_by_letter_unless_they_are_words(text: str, said: str) -> None:
    assert with_particle(text, "을/를") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Smart City", "Smart City를"),
        ("Open Lab", "Open Lab을"),
        ("Living Lab", "Living Lab을"),
        ("platform", "platform을"),
        ("online", "online을"),
        ("site", "site를"),
        ("table", "table을"),
        ("e-mail", "e-mail을"),
        ("marketing", "marketing을"),
        ("startup", "startup을"),
        ("camp", "camp를"),
        ("network", "network를"),
        ("feedback", "feedback을"),
        ("robot", "robot을"),
        ("project", "project를"),
        ("PROJECT", "PROJECT를"),
        ("hub", "hub를"),
        ("club", "club을"),
        ("center", "center를"),
        ("YouTube", "YouTube를"),
        ("GitHub", "GitHub를"),
    ],
)
def test_english_words_end_as_koreans_say_them(text: str, said: str) -> None:
    assert with_particle(text, "을/를") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("부산(안)", "부산(안)으로"),
        ("서울(본사)", "서울(본사)로"),
        ("부산(안(초안))", "부산(안(초안))으로"),
        ("LH (한국토지주택공사)", "LH (한국토지주택공사)로"),
        ("손발[手足]", "손발[手足]로"),
        ("한국(주)", "한국(주)으로"),
        ("한국㈜", "한국㈜으로"),
        ("(안)", "(안)으로"),
        ("아래 [표 1]", "아래 [표 1]로"),
        ("‘혁신도시 발전전략 밑그림’", "‘혁신도시 발전전략 밑그림’으로"),
        ("「혁신도시법」", "「혁신도시법」으로"),
        ("“정주여건”(시안)", "“정주여건”(시안)으로"),
        ("의견 53개*", "의견 53개*로"),
    ],
)
def test_quotes_are_silent_and_brackets_are_an_aside(text: str, said: str) -> None:
    assert with_particle(text, "으로/로") == said


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("2018. 8. 16.(목)", "일"),
        ("2018. 8. 16.", "일"),
        ("2018.8.16", "일"),
        ("2018-08-16", "일"),
        ("’18. 8. 16.", "일"),
        ("8. 16.(목)", "일"),
        ("2018. 10.", "월"),
        ("2018.", "년"),
        ("2018–2022년", "년"),
        ("14:00", "시"),
        ("14:00~16:30", "분"),
    ],
)
def test_dates_and_times_end_in_day_month_year_hour_or_minute(text: str, ending: str) -> None:
    assert last_syllable(text) == ending


@pytest.mark.parametrize("text", ["", "Ω", "釜山", "1/2", "½", "80km/h", "㎍/㎥", "FORUM-Ж", "→"])
def test_an_unknown_sound_gets_both_forms(text: str) -> None:
    pairs = ("을/를", "은/는", "이/가", "과/와", "으로/로", "이나/나", "이었다/였다")
    assert [particle(text, pair) for pair in pairs] == [
        "을(를)",
        "은(는)",
        "이(가)",
        "과(와)",
        "(으)로",
        "(이)나",
        "이었다(였다)",
    ]


def test_capitals_that_may_be_a_word_or_letters_are_sure_only_if_both_sound_alike() -> None:
    assert with_particle("OFFICE", "을/를") == "OFFICE를"
    assert with_particle("PLATFORM", "을/를") == "PLATFORM을"
    assert with_particle("ROBOT", "을/를") == "ROBOT을(를)"


def test_decomposed_hangul_is_read_like_composed() -> None:
    assert with_particle("\u1107\u116e\u1109\u1161\u11ab", "은/는").endswith("은")


@pytest.mark.parametrize("pair", ["를/을", "을", "", "에서/서"])
def test_an_unknown_pair_is_refused_with_the_known_ones(pair: str) -> None:
    with pytest.raises(ValueError, match="은/는, 이/가, 을/를"):
        with_particle("부산", pair)


@given(ANYTHING, HANGUL, st.sampled_from(PAIRS))
def test_after_hangul_exactly_one_of_the_two_forms_is_appended(
    text: str, last: str, pair: str
) -> None:
    said = with_particle(text + last, pair)
    assert said in {text + last + form for form in pair.split("/")}


@given(ANYTHING, st.sampled_from(PAIRS))
def test_any_text_gets_one_form_or_both(text: str, pair: str) -> None:
    said = with_particle(text, pair)
    forms = pair.split("/")
    assert said.startswith(text.rstrip())
    added = said[len(text.rstrip()) :]
    assert added in forms or added.startswith((f"{forms[0]}(", f"({forms[0][0]})"))


@given(st.integers(min_value=0, max_value=10**20 - 1), st.booleans())
def test_a_number_ends_like_its_full_reading(number: int, grouped: bool) -> None:
    text = f"{number:,}" if grouped else str(number)
    assert last_syllable(text) == reads(number)[-1]


@given(HANGUL, UNBRACKETED)
def test_what_stands_in_brackets_changes_nothing(last: str, aside: str) -> None:
    assert last_syllable(f"{last}({aside})") == last


def test_a_hostile_row_of_brackets_is_read_at_once() -> None:
    assert last_syllable("부산" + ")" * 1_000_000) == ""
    assert last_syllable("부산" + ")" * 100) == "산"
