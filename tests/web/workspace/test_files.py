"""Drafts as files: taken away, changed, brought back; and what is not taken."""

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mitgrim.codec import decode, encode
from mitgrim.plan import CityPlan, Label
from mitgrim.web.revisions.autosaves import kept_at
from mitgrim.web.revisions.queries import city_section
from mitgrim.web.workspace import packages
from mitgrim.web.workspace.packages import PackageRefusal, brought
from mitgrim.web.workspace.services import FILE_PLACE
from tests.cast import JEJU_JOINT, JEJU_PARK, jeju, nation, ulsan
from tests.web.cast import Cast, project_of, renamed
from tests.web.workspace.story import described, handed_in, save

pytestmark = pytest.mark.django_db
FILES = "/work/small-2018/jeju/files/"
PREVIEW = f"{FILES}preview/"
INNER = "cities/jeju.json"


@pytest.fixture
def planner(cast: Cast, client: Client) -> Client:
    client.force_login(cast.jeju)
    return client


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def bring(client: Client, cast: Cast, data: bytes, name: str = "jeju.json") -> Any:
    told = {"base": cast.draft().head_id, "file": SimpleUploadedFile(name, data)}
    return client.post(FILES, told)


def mended(cast: Cast) -> CityPlan:
    """The draft with the park under another name, as somebody edited it at home."""
    return renamed(city_section(cast.draft()), JEJU_PARK, "집에서 고친 공원")


def test_a_draft_is_taken_away_with_its_digests(planner: Client) -> None:
    answer = planner.get(f"{FILES}download/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.namelist() == [INNER, "manifest.json"]  # the nation is not hers to read
        assert decode(package.read(INNER), INNER) == jeju()
        assert list(json.loads(package.read("manifest.json"))["sections"]) == ["jeju"]
    assert answer["Content-Type"] == "application/zip"


def test_an_earlier_revision_is_taken_away_as_it_was(cast: Cast, planner: Client) -> None:
    first = cast.draft().head_id
    described(cast)
    answer = planner.get(f"{FILES}download/?revision={first}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert decode(package.read(INNER), INNER) == jeju()
    for wrong in ("x", "-1", "999999", "9" * 40):
        assert planner.get(f"{FILES}download/?revision={wrong}").status_code == 404


@pytest.mark.parametrize("folder", ["", "small-2018/"])
def test_a_zipped_folder_is_brought_seen_and_saved(
    cast: Cast, planner: Client, folder: str
) -> None:
    data = zipped(
        {f"{folder}nation.json": encode(nation()), f"{folder}{INNER}": encode(mended(cast))}
    )
    assert bring(planner, cast, data, "folder.zip")["Location"] == PREVIEW
    head = cast.draft().head_id
    (part,) = planner.get(PREVIEW).context["shown"].parts
    assert [own.title for own in part.records] == ["제주 2-1 집에서 고친 공원"]
    assert cast.draft().head_id == head
    planner.post(PREVIEW, {"message": "집에서 고침"})
    assert project_of(cast.draft(), JEJU_PARK).name == Label(ko="집에서 고친 공원")
    assert cast.draft().head.message == "집에서 고침"
    assert kept_at(cast.jeju, cast.draft(), FILE_PLACE) is None


def test_what_others_saved_meanwhile_is_merged_in(cast: Cast, planner: Client) -> None:
    bring(planner, cast, encode(mended(cast)))
    save(cast, cast.jeju_colleague, notes="동료의 비고")
    planner.post(PREVIEW, {"message": "집에서 고침"})
    park = project_of(cast.draft(), JEJU_PARK)
    assert (park.name.ko, park.notes) == ("집에서 고친 공원", "동료의 비고")


def test_where_both_changed_one_place_a_person_decides(cast: Cast, planner: Client) -> None:
    bring(planner, cast, encode(mended(cast)))
    save(cast, cast.jeju_colleague, name=Label(ko="동료의 공원"))
    place = f"jeju/projects/{JEJU_PARK}/name/ko"
    asked = planner.post(PREVIEW, {"message": "집에서 고침"})
    assert asked.status_code == 409
    assert [own.place for own in asked.context["conflicts"]] == [place]
    planner.post(PREVIEW, {"message": "집에서 고침", f"decision:{place}": "theirs"})
    assert project_of(cast.draft(), JEJU_PARK).name.ko == "동료의 공원"


def test_a_file_is_thrown_away(cast: Cast, planner: Client) -> None:
    bring(planner, cast, encode(mended(cast)))
    planner.post(PREVIEW, {"discard": "1"})
    assert planner.get(PREVIEW)["Location"] == FILES
    assert project_of(cast.draft(), JEJU_PARK).name.ko == "제주 정주 예시사업 2"


def test_nobody_else_sees_what_was_brought(cast: Cast, planner: Client) -> None:
    bring(planner, cast, encode(mended(cast)))
    planner.force_login(cast.jeju_colleague)
    assert planner.get(PREVIEW)["Location"] == FILES


def test_a_locked_draft_keeps_the_file_for_later(cast: Cast, planner: Client) -> None:
    bring(planner, cast, encode(mended(cast)))
    handed_in(cast)
    answer = planner.post(PREVIEW, {"message": "늦음"})
    assert "제출한 초안이라" in answer.content.decode()
    assert kept_at(cast.jeju, cast.draft(), FILE_PLACE) is not None


def test_a_base_of_another_draft_is_not_taken(cast: Cast, planner: Client) -> None:
    told = {
        "base": cast.draft("ulsan").head_id,
        "file": SimpleUploadedFile("jeju.json", encode(mended(cast))),
    }
    assert planner.post(FILES, told).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.json", b"", "빈 파일"),
        ("a.json", b"{", "a.json"),
        ("a.json", b"\xff\xfe", "a.json"),
        ("a.json", b'{"mitgrim": "city-plan", "schema": 1, "x": 1}', "x"),
        ("a.exe", b"MZ\x90\x00", "a.exe"),
        ("a.zip", b"PK\x03\x04broken", "손상"),
        ("<img src=x>.json", b"{", "&lt;img src=x&gt;"),
        ("ulsan.json", encode(ulsan()), "ulsan"),
        ("a.zip", zipped({"readme.txt": b"x"}), "cities/jeju.json"),
        ("a.zip", zipped({INNER: b"{}"}), "a.zip/cities/jeju.json"),
    ],
)
def test_a_wrong_file_is_a_message_with_its_path(
    cast: Cast, planner: Client, name: str, data: bytes, message: str
) -> None:
    answer = bring(planner, cast, data, name)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert kept_at(cast.jeju, cast.draft(), FILE_PLACE) is None


def test_a_file_of_another_plan_is_not_taken(cast: Cast, planner: Client) -> None:
    section = encode(jeju()).replace(b'"small-2018"', b'"other-2018"')
    assert "other-2018" in bring(planner, cast, section).content.decode()


def refused(data: bytes) -> str:
    with pytest.raises(PackageRefusal) as refusal:
        brought(data, "a.zip", "jeju")
    return refusal.value.reason


@pytest.mark.parametrize(
    "name",
    ["../cities/jeju.json", "/etc/passwd", "C:/x.json", "a\\..\\b.json", "a/../../b", "./x", "a//b",
     "a\x07b.json"],
)  # fmt: skip
def test_a_name_that_leaves_the_folder_is_refused(name: str) -> None:
    assert refused(zipped({INNER: encode(jeju()), name: b"x"})) == "hostile-name"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert refused(zipped({INNER: b" " * 20 * 2**20})) == "swells"


def test_a_whole_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST_WHOLE", 100)
    assert refused(zipped({INNER: encode(jeju())})) == "swells"


def test_a_size_that_lies_is_noticed() -> None:
    honest = zipped({INNER: encode(jeju())})
    size = len(encode(jeju())).to_bytes(4, "little")
    lying = honest.replace(size, (len(encode(jeju())) - 9).to_bytes(4, "little"))
    assert refused(lying) == "damaged"


def test_too_many_entries_are_refused() -> None:
    assert refused(zipped({f"cities/{n}.json": b"x" for n in range(201)})) == "too-many"


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo(INNER)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert refused(out.getvalue()) == "not-a-file"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for _ in range(2):
            made.writestr(INNER, encode(jeju()))
    assert refused(out.getvalue()) == "twice"
    both = zipped({INNER: encode(jeju()), f"folder/{INNER}": encode(jeju())})
    assert refused(both) == "twice"


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(zipped({INNER: encode(jeju())}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the central directory
    assert refused(bytes(data)) == "encrypted"


def test_a_large_upload_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "LARGEST_UPLOAD", 10)
    assert refused(b"PK" + b"x" * 10) == "too-large"


def test_markup_in_a_brought_text_stays_text(cast: Cast, planner: Client) -> None:
    bring(planner, cast, encode(renamed(jeju(), JEJU_JOINT, "<script>x</script>")))
    assert "<script>x" not in planner.get(PREVIEW).content.decode()
