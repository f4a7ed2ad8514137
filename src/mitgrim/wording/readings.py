"""How Koreans read aloud what is not written in Hangul: the tables behind the particles.

Only the last syllable of a reading matters to a particle; the whole word is kept because a
person can check it. A word belongs in `WORDS` when neither its letters nor the rules of
`WORD_ENDINGS` give its sound.
"""

import re

DIGITS = "영일이삼사오육칠팔구"
TENS = ("", "십", "백", "천")
MYRIADS = ("", "만", "억", "조", "경", "해")

LETTERS = {
    "A": "에이", "B": "비", "C": "씨", "D": "디", "E": "이", "F": "에프", "G": "지",
    "H": "에이치", "I": "아이", "J": "제이", "K": "케이", "L": "엘", "M": "엠", "N": "엔",
    "O": "오", "P": "피", "Q": "큐", "R": "알", "S": "에스", "T": "티", "U": "유",
    "V": "브이", "W": "더블유", "X": "엑스", "Y": "와이", "Z": "제트",
}  # fmt: skip

# Square signs (㎢, ㎏, ℃) arrive here taken apart: km2, kg, °C.
UNITS = {
    "%": "퍼센트", "%p": "퍼센트포인트", "‰": "퍼밀", "°": "도", "°C": "섭씨도", "dB": "데시벨",
    "mm": "밀리미터", "cm": "센티미터", "m": "미터", "km": "킬로미터",
    "cm2": "제곱센티미터", "m2": "제곱미터", "km2": "제곱킬로미터", "m3": "세제곱미터",
    "ha": "헥타르", "μm": "마이크로미터",
    "μg": "마이크로그램", "mg": "밀리그램", "g": "그램", "kg": "킬로그램", "t": "톤",
    "l": "리터", "L": "리터", "ml": "밀리리터", "mL": "밀리리터", "kl": "킬로리터",
    "W": "와트", "kW": "킬로와트", "MW": "메가와트", "GW": "기가와트",
    "kWh": "킬로와트시", "MWh": "메가와트시", "GWh": "기가와트시", "V": "볼트", "kV": "킬로볼트",
    "Hz": "헤르츠", "kHz": "킬로헤르츠", "MHz": "메가헤르츠", "GHz": "기가헤르츠",
    "kB": "킬로바이트", "MB": "메가바이트", "GB": "기가바이트", "TB": "테라바이트",
    "Mbps": "메가비피에스", "Gbps": "기가비피에스",
    "h": "시간", "min": "분", "s": "초", "ms": "밀리초",
    "cal": "칼로리", "kcal": "킬로칼로리", "ppm": "피피엠", "ppb": "피피비", "px": "픽셀",
}  # fmt: skip

CURRENCIES = {"$": "달러", "₩": "원", "€": "유로", "£": "파운드", "¥": "엔"}
SYMBOLS = {**CURRENCIES, "&": "앤드", "+": "플러스", "#": "샵", "α": "알파", "β": "베타"}

WORDS = {
    # abbreviations that are said as a word
    "mice": "마이스", "kaist": "카이스트", "unist": "유니스트", "gist": "지스트",
    "dgist": "디지스트", "postech": "포스텍", "kotra": "코트라", "koica": "코이카",
    "kepco": "켑코", "kamco": "캠코", "hug": "허그", "kistep": "키스텝", "krihs": "크리스",
    "kosdaq": "코스닥", "kospi": "코스피", "setec": "세텍", "bexco": "벡스코", "exco": "엑스코",
    "apec": "에이펙", "opec": "오펙", "asean": "아세안", "unesco": "유네스코", "unicef": "유니세프",
    "nasa": "나사", "covid": "코비드", "lidar": "라이다", "rise": "라이즈", "linc": "링크",
    # roman numerals typed with letters
    "ii": "이", "iii": "삼", "iv": "사",
    # words often set in capitals
    "lab": "랩", "shop": "숍", "map": "맵", "up": "업", "app": "앱", "zone": "존", "line": "라인",
    "time": "타임", "home": "홈", "book": "북", "open": "오픈", "smart": "스마트",
    # words that break the rules below
    "hub": "허브", "bit": "비트", "kit": "키트", "set": "세트", "hit": "히트", "check": "체크",
    "type": "타입", "bag": "백", "big": "빅", "good": "굿", "loop": "루프", "soup": "수프",
    "plastic": "플라스틱", "recipe": "레시피", "deep": "딥", "me": "미", "we": "위",
}  # fmt: skip

# The first ending that fits, with a word that sounds like it.
WORD_ENDINGS = tuple(
    (re.compile(f"(?:{ending})$"), like)
    for ending, like in (
        ("[^aeiou]le|l|ll|[aeiou]le", "테이블"),
        ("me?", "타임"),
        ("ng", "마케팅"),
        ("ne?", "온라인"),
        ("ck|ook|c", "트랙"),
        ("b", "클럽"),
        ("[aeiou]p|pp", "스타트업"),
        ("(?:ee|ea|oo|oa|ai|ei|au|igh)t", "스트리트"),
        ("[aeiou]t", "로봇"),
        ("[a-pr-z]", "시티"),
    )
)

_YEAR = r"(?<!\d)(?:\d{4}|['’‘]\d\d)"
MOMENTS = tuple(
    (re.compile(f"{pattern}$"), like)
    for pattern, like in (
        (rf"{_YEAR}\s?([.\-/])\s?\d{{1,2}}\s?\1\s?\d{{1,2}}\.?", "일"),  # 2018. 8. 16.
        (rf"{_YEAR}\.(?:\s?\d{{1,2}}\.|\s\d{{1,2}})", "월"),  # 2018. 10.
        (r"(?<!\d)\d{1,2}\.\s\d{1,2}\.", "일"),  # 8. 16.
        (rf"{_YEAR}\.", "년"),  # 2018.
        (r"(?<!\d)\d{1,2}:00", "시"),  # 14:00
        (r"(?<!\d)\d{1,2}:\d\d", "분"),  # 16:30
    )
)
