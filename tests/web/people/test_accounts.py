"""One's own account, and a first password by a link that works once."""

import pytest
from django.test import Client

from mitgrim.web.people.models import AuditEntry, Person
from mitgrim.web.people.services import add_person, deactivate
from tests.web.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW = "아주-새로운-passw0rd"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def link_for(cast: Cast, person: Person) -> str:
    page = signed_in(cast.administrator).post(f"/people/{person.pk}/link/")
    assert page["Cache-Control"] == "no-store"
    return str(page.context["link"]).removeprefix("http://testserver")


def test_a_first_password_is_set_by_a_link_that_works_once(cast: Cast) -> None:
    made = add_person(by=cast.administrator, login="new", name="새 사람", password=None)
    link, client = link_for(cast, made), Client()
    form = client.get(link, follow=True)
    twice = {"new_password1": NEW, "new_password2": NEW}
    assert client.post(form.request["PATH_INFO"], twice)["Location"] == "/login/"
    assert client.post("/login/", {"username": "new", "password": NEW})["Location"] == "/"
    used = Client().get(link, follow=True)
    assert (used.context["validlink"], "이미 썼거나" in used.content.decode()) == (False, True)
    verbs = AuditEntry.objects.filter(subject="new").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "person.add", "person.password-link", "account.password", "account.sign-in",
    ]  # fmt: skip


def test_the_link_is_in_no_record(cast: Cast) -> None:
    link = link_for(cast, cast.stranger)
    token = link.strip("/").split("/")[-1]
    assert not any(token in str(own.detail) for own in AuditEntry.objects.all())


def test_nobody_without_access_gets_a_link(cast: Cast) -> None:
    deactivate(by=cast.administrator, person=cast.jeju)
    page = signed_in(cast.administrator).post(f"/people/{cast.jeju.pk}/link/", follow=True)
    assert [str(own) for own in page.context["messages"]] == [
        "제주 담당자님의 접속이 막혀 있어 주소를 만들 수 없습니다. 먼저 접속을 여세요."
    ]


def test_signing_in_stands_in_the_record_and_a_wrong_password_does_not(cast: Cast) -> None:
    for password in ("wrong", PASSWORD):
        Client().post("/login/", {"username": "jeju", "password": password})
    entries = AuditEntry.objects.filter(verb="account.sign-in")
    assert [(own.person_id, own.subject) for own in entries] == [(cast.jeju.pk, "jeju")]


def test_a_weak_password_is_refused(cast: Cast) -> None:
    client = Client()
    form = client.get(link_for(cast, cast.jeju), follow=True)
    twice = {"new_password1": "1234567890", "new_password2": "1234567890"}
    assert client.post(form.request["PATH_INFO"], twice).status_code == 200
    assert Person.objects.get(pk=cast.jeju.pk).check_password(PASSWORD)


def test_signing_out_everywhere_leaves_this_session_alone(cast: Cast) -> None:
    here, there = signed_in(cast.jeju), signed_in(cast.jeju)
    here.post("/account/sign-out-everywhere/")
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_an_administrator_ends_somebodys_sessions(cast: Cast) -> None:
    there = signed_in(cast.jeju)
    signed_in(cast.administrator).post(f"/people/{cast.jeju.pk}/sign-out/")
    assert there.get("/account/").status_code == 302


def test_who_is_deactivated_is_out_at_once(cast: Cast) -> None:
    there = signed_in(cast.jeju)
    signed_in(cast.administrator).post(f"/people/{cast.jeju.pk}/active/", {"active": "0"})
    assert there.get("/account/").status_code == 302
    assert Client().post("/login/", {"username": "jeju", "password": PASSWORD}).status_code == 200


def test_one_changes_what_is_known_of_oneself(cast: Cast) -> None:
    client = signed_in(cast.jeju)
    client.post("/account/", {"name": "새 이름", "mail": "new@example.org", "lang": "en"})
    own = Person.objects.get(pk=cast.jeju.pk)
    assert (own.name, own.mail, own.lang, own.reminders) == (
        "새 이름", "new@example.org", "en", False,
    )  # fmt: skip


def test_a_new_password_of_ones_own_ends_other_sessions(cast: Cast) -> None:
    here, there = signed_in(cast.jeju), signed_in(cast.jeju)
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/account/password/", form)["Location"] == "/account/"
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_the_old_password_is_asked_for(cast: Cast) -> None:
    form = {"old_password": "falsch", "new_password1": NEW, "new_password2": NEW}
    page = signed_in(cast.jeju).post("/account/password/", form)
    assert page.context["form"].errors == {
        "old_password": ["지금 비밀번호가 맞지 않습니다. 다시 입력하세요."]
    }
