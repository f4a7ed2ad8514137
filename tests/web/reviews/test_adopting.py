"""Adoption: what was decided and nothing else, sealed in a chain, announced; bodies are told."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from mitgrim.adoption.keys import make_key
from mitgrim.adoption.reading import seal_in
from mitgrim.adoption.seal import SealError, follows
from mitgrim.adoption.voting import Verdict
from mitgrim.plan import NATION
from mitgrim.web.people.models import Organisation
from mitgrim.web.publish.models import Publication
from mitgrim.web.reviews.conditions import unadopted, unannounced
from mitgrim.web.reviews.models import Adoption, Item
from mitgrim.web.reviews.queries import keys_of
from mitgrim.web.reviews.sealing import unzipped
from mitgrim.web.reviews.services.adopting import adopt, announce, correct
from mitgrim.web.reviews.services.conditions import meet
from mitgrim.web.reviews.services.docket import amend
from mitgrim.web.reviews.services.voting import put
from mitgrim.web.revisions.models import StoredRevision
from mitgrim.web.revisions.queries import city_section, national_branch
from tests.cast import JEJU_JOINT, JEJU_PARK
from tests.cli.running import Run
from tests.web.cast import Cast, renamed
from tests.web.reviews.conftest import Later
from tests.web.reviews.story import BEFORE, DAY, FOR, adopted, assembled, refused, room, saved


def head(cast: Cast) -> StoredRevision:
    return national_branch(cast.workspace).head


def sealed(cast: Cast, item: Item, revision: StoredRevision | None = None) -> Adoption:
    return adopt(
        by=cast.officer, item=item, revision=revision or head(cast), name="첫 계획",
        decision="예시 의결 제1호",
    )  # fmt: skip


def announced(cast: Cast, own: Adoption, *bodies: Organisation) -> Adoption:
    return announce(
        by=cast.officer, adoption=own, notice="예시고시 제2026-1호", day=timezone.localdate(),
        text="예시 고시문", bodies=bodies,
    )  # fmt: skip


def taken(client: Client, own: Adoption, folder: Path) -> Path:
    """The sealed files as anybody takes them from the portal, unpacked."""
    got: Any = client.get(f"/seal/{own.address}/folder.zip")
    assert (got.status_code, got["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(got.content)) as package:
        package.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


def test_what_anyone_takes_from_the_portal_is_proved_and_one_changed_byte_refused(
    cast: Cast, client: Client, key: str, tmp_path: Path, run: Run
) -> None:
    own = announced(cast, adopted(cast))
    folder = taken(client, own, tmp_path / "taken")
    proved = run("verify", folder, "--key", key, "--format", "json")
    assert (proved.code, proved.json["holds"], proved.json["key"]) == (0, True, True)
    assert proved.json["decision"] == "예시 의결 제1호"
    for file in ("cities/jeju.json", "decision.json", "seal.json"):
        data = bytearray((folder / file).read_bytes())
        (folder / file).write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        assert run("verify", folder, "--key", key).code != 0, file
        (folder / file).write_bytes(data)
    assert run("verify", folder, "--key", key).code == 0


def test_what_is_not_announced_is_known_to_nobody(cast: Cast, client: Client, key: str) -> None:
    own = adopted(cast)
    paths = [f"/seal/{own.address}/", f"/seal/{own.address}/seal.json", "/seal/none/"]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert own.address not in client.get("/seal/").content.decode()
    assert client.get("/seal/keys.json").json()["keys"] == []
    announced(cast, own)
    assert [client.get(path).status_code for path in paths] == [200, 200, 404]
    today = timezone.localdate().isoformat()
    assert client.get("/seal/keys.json").json()["keys"] == [
        {"public_key": key, "first": today, "last": today}
    ]


def test_a_tampered_baseline_in_the_database_does_not_pass_for_the_adopted_one(
    cast: Cast, client: Client, key: str, tmp_path: Path, run: Run
) -> None:
    """Whoever can write to the database can't sign: the seal says so on any machine."""
    own = announced(cast, adopted(cast))
    files = unzipped(bytes(own.folder))
    files["cities/jeju.json"] = files["cities/jeju.json"].replace(
        "예시".encode(), "가짜".encode(), 1
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(f"plan/{name}", data)
    Adoption.objects.filter(pk=own.pk).update(folder=out.getvalue())
    folder = taken(client, own, tmp_path / "taken")
    told = run("verify", folder, "--key", key, "--format", "json")
    assert (told.code != 0, told.json["holds"], told.json["changed"]) == (
        True, False, ["cities/jeju.json"],
    )  # fmt: skip


def test_the_seal_says_what_was_decided_by_whom(cast: Cast, key: str) -> None:
    own = adopted(cast)
    files = unzipped(bytes(own.folder))
    said = json.loads(files["decision.json"])
    assert (said["committee"]["verdict"], said["committee"]["section"]) == ("approved", NATION)
    assert said["committee"]["votes"]["in_favour"] == 3
    assert said["revision"]["digest"] == head(cast).digest
    seal = seal_in(files["seal.json"])
    assert (seal.is_signed, seal.public_key, seal.digest) == (True, key, own.digest)
    assert "위원회 위원" not in files["decision.json"].decode(), "who voted is in the minutes"


def test_the_second_adoption_names_the_first(cast: Cast, key: str) -> None:
    first = adopted(cast)
    assembled(cast, renamed(city_section(cast.draft()), JEJU_PARK, "둘째 공원"))
    second = adopted(cast, "둘째 계획")
    seals = [seal_in(unzipped(bytes(own.folder))["seal.json"]) for own in (second, first)]
    assert (second.before, follows(*seals)) == (first, True)
    assert [each for each, *_ in keys_of([second, first])] == [key]


def test_a_condition_holds_the_adoption_up_until_it_is_met(cast: Cast, key: str) -> None:
    item = room(cast, NATION).decide(Verdict.CONDITIONAL, conditions=[BEFORE])
    with refused("condition-open") as told:
        sealed(cast, item)
    assert told.value.message.ko == (
        "조건 1이 남았습니다: 공원의 이름을 바꿀 것. 이 조건을 마친 뒤에 확정하세요."
    )
    saved(cast)
    done = assembled(cast)
    meet(by=cast.officer, condition=item.conditions.get(), revision=done)
    with refused("revision-too-old"):
        sealed(cast, item, item.revision)
    assert sealed(cast, item).baseline.revision == done


def test_nothing_is_adopted_on_which_nobody_decided(cast: Cast, key: str) -> None:
    item = room(cast, NATION).decide(Verdict.CONDITIONAL, conditions=[BEFORE])
    saved(cast)
    saved(cast, "몰래 바꾼 사업", id=JEJU_JOINT)
    meet(by=cast.officer, condition=item.conditions.get(), revision=assembled(cast))
    with refused("changed-beyond") as told:
        sealed(cast, item)
    assert f"jeju/projects/{JEJU_JOINT}/name" in told.value.message.ko
    assert not Adoption.objects.exists()


def test_a_carried_amendment_is_part_of_what_is_adopted(cast: Cast, key: str) -> None:
    there = room(cast, NATION)
    section = renamed(city_section(cast.draft()), JEJU_PARK, "수정안의 공원")
    own = amend(by=there.by, item=there.item, title="이름", section=section)
    assembled(cast, renamed(city_section(cast.draft()), JEJU_PARK, "겹친 이름"))
    there.close(there.vote(put(by=there.by, item=there.item, amendment=own), FOR, FOR))
    item = there.decide()
    with refused("amendment-not-merged"):
        sealed(cast, item)


@pytest.mark.parametrize("verdict", [Verdict.RETURNED, Verdict.REJECTED, Verdict.DEFERRED])
def test_what_was_not_approved_is_not_adopted(cast: Cast, key: str, verdict: Verdict) -> None:
    there = room(cast, NATION)
    with refused("not-approved"):
        sealed(cast, there.item)
    with refused("not-approved"):
        sealed(cast, there.decide(verdict, reason="근거가 없음"))


def test_only_the_nations_approval_adopts_and_once(cast: Cast, key: str) -> None:
    with refused("not-national"):
        sealed(cast, room(cast).decide())
    item = room(cast, NATION).decide()
    with refused("not-of-this-draft"):
        sealed(cast, item, cast.draft().head)
    with refused("decision-missing"):
        adopt(by=cast.officer, item=item, revision=head(cast), name="계획", decision="두\n줄")
    sealed(cast, item)
    with refused("adopted-already"):
        sealed(cast, item)


def test_without_a_key_or_with_one_that_others_read_nothing_is_sealed(
    cast: Cast, settings: Any, request: pytest.FixtureRequest
) -> None:
    item = room(cast, NATION).decide()
    with refused("no-key"):
        sealed(cast, item)
    request.getfixturevalue("key")
    Path(settings.ENVIRONMENT.seal_key).chmod(0o644)
    with pytest.raises(SealError, check=lambda error: error.id == "key-open"):
        sealed(cast, item)
    assert not Adoption.objects.exists()


def test_a_key_in_the_folder_of_the_site_is_found(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path)
    public = make_key(tmp_path / "seal.key")
    assert sealed(cast, room(cast, NATION).decide()).public_key == public


def test_a_clock_that_was_set_back_seals_nothing(cast: Cast, key: str, later: Later) -> None:
    own = adopted(cast)
    Adoption.objects.filter(pk=own.pk).update(moment=own.moment + DAY)
    with refused("clock-back"):
        adopted(cast, "둘째 계획")
    assert Adoption.objects.count() == 1


def test_an_announcement_makes_the_plan_public_and_tells_the_bodies(
    cast: Cast, key: str, django_capture_on_commit_callbacks: Any
) -> None:
    own, body = adopted(cast), cast.consulted.organisation
    assert (unadopted(cast.workspace), unannounced(cast.workspace) is None) == (None, False)
    assert body is not None
    with django_capture_on_commit_callbacks(execute=True):
        announced(cast, own, body)
    assert unannounced(cast.workspace) is None
    assert Publication.objects.get().revision == own.baseline.revision
    assert [each.to for each in mail.outbox] == [[cast.consulted.mail]]
    assert f"/seal/{own.address}/" in str(mail.outbox[0].body)
    with refused("announced-already"):
        announced(cast, own)


def test_what_an_announcement_said_wrongly_is_corrected_below_it(
    cast: Cast, client: Client, key: str
) -> None:
    own = adopted(cast)
    right: dict[str, Any] = {
        "notice": "예시고시 제2호",
        "day": timezone.localdate(),
        "text": "번호를 바로잡음",
    }
    with refused("not-announced"):
        correct(by=cast.officer, adoption=own, **right)
    announced(cast, own)
    for wrong, reason in (
        ({"notice": " "}, "notice-without-number"), ({"text": " "}, "correction-without-text"),
    ):  # fmt: skip
        with refused(reason):
            correct(by=cast.officer, adoption=own, **right | wrong)
    client.force_login(cast.officer, "django.contrib.auth.backends.ModelBackend")
    path = f"/work/{cast.workspace.pk}/committees/adoptions/{own.pk}/correct/"
    sent = right | {"day": timezone.localdate().isoformat()}
    assert client.post(path, sent).status_code == 302
    client.logout()
    page = client.get(f"/seal/{own.address}/").content.decode()
    own.refresh_from_db()
    told = [own.notice, "정정고시", "예시고시 제2호", "번호를 바로잡음"]
    assert [page.index(each) for each in told] == sorted(page.index(each) for each in told)


def test_an_announcement_has_a_number(cast: Cast, key: str) -> None:
    own = adopted(cast)
    with refused("notice-without-number"):
        announce(by=cast.officer, adoption=own, notice=" ", day=timezone.localdate())
    assert not Publication.objects.exists()
