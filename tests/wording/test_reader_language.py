"""Which language a reader gets, and a text in both."""

import pytest

from mitgrim.wording import Lang, Text, in_both, preferred, prose_amount


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, Lang.KO),
        ({"LANG": "en_US.UTF-8"}, Lang.EN),
        ({"LANG": "ko_KR.UTF-8"}, Lang.KO),
        ({"LANG": "en_GB", "LC_MESSAGES": "ko_KR"}, Lang.KO),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, Lang.EN),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, Lang.EN),
        ({"LC_ALL": "", "LANG": "en"}, Lang.EN),
        ({"LANG": "fr_FR.UTF-8"}, Lang.KO),
        ({"LANG": "C"}, Lang.KO),
        ({"MITGRIM_LANG": "ko", "LC_ALL": "en_US"}, Lang.KO),
        ({"MITGRIM_LANG": "EN", "LANG": "ko_KR"}, Lang.EN),
        ({"MITGRIM_LANG": "", "LANG": "en_US"}, Lang.EN),
    ],
)
def test_our_own_setting_wins_then_the_locale_then_korean(
    environ: dict[str, str], lang: Lang
) -> None:
    assert preferred(environ) is lang


def test_a_language_we_do_not_speak_is_refused_in_our_own_setting() -> None:
    with pytest.raises(ValueError, match="MITGRIM_LANG is 'kr'; set it to ko or en"):
        preferred({"MITGRIM_LANG": "kr"})


def test_a_text_is_itself_in_each_language() -> None:
    busan = Text("부산", "Busan")
    assert [busan.in_(lang) for lang in Lang] == ["부산", "Busan"]


def test_what_is_written_per_language_becomes_one_text() -> None:
    assert in_both(lambda lang: prose_amount(10**12, lang)) == Text("1조원", "KRW 1 trillion")
