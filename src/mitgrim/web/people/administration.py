"""The administrator's pages of people, their roles, and bodies. They show nothing of any plan."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import named, say
from mitgrim.web.people import accounts, organisations, queries, services
from mitgrim.web.people.access import allowed, me
from mitgrim.web.people.forms import (
    NewOrganisationForm,
    NewPersonForm,
    OrganisationForm,
    OrganisationSearch,
    PeopleSearch,
    PersonForm,
    RenameForm,
    RoleForm,
)
from mitgrim.web.people.kinds import OrganisationKind, RoleKind
from mitgrim.web.people.models import Organisation, Person, Role
from mitgrim.web.people.services import PeopleRefusal, record

PAGE: Final = 50
Crumbs = list[tuple[str, str]]
manager = allowed("people.manage")


@manager
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody, with search; the reading is recorded."""
    form = PeopleSearch(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.people_found(
        asked.get("q", ""), role=asked.get("role", ""), city=asked.get("city", ""),
        active=not asked.get("past"),
    )  # fmt: skip
    record(me(request), "people.read", "people", words=asked.get("q", ""))
    rows = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"search": form, "page": rows})


@manager
def person(request: HttpRequest, person: int) -> HttpResponseBase:
    """What is known of somebody and what they may do; the reading is recorded."""
    own = get_object_or_404(Person.objects.select_related("organisation"), pk=person)
    record(me(request), "people.read", own.login)
    return _person(request, own)


@manager
def add_person(request: HttpRequest) -> HttpResponseBase:
    """A new person; their password is set by a link."""
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        made = services.add_person(by=me(request), password=None, **form.cleaned_data)
        messages.success(request, say("people.done.person-added", name=made.name))
        return redirect("people:person", person=made.pk)
    return form_page(request, form, say("people.person.add"), _crumbs_of_people())


@manager
def change_person(request: HttpRequest, person: int) -> HttpResponseBase:
    """Somebody's name, mail and body."""
    own = get_object_or_404(Person, pk=person)
    form = PersonForm(request.POST or None, person=own, initial=forms.model_to_dict(own))
    if form.is_valid():
        services.change_person(by=me(request), person=own, **form.cleaned_data)
        messages.success(request, say("people.done.saved"))
        return redirect("people:person", person=own.pk)
    return form_page(request, form, say("people.person.change"), _crumbs_of(own))


@manager
@require_POST
def activate(request: HttpRequest, person: int) -> HttpResponseBase:
    """Open or close somebody's access."""
    own = get_object_or_404(Person, pk=person)
    opens = request.POST.get("active") == "1"
    done = services.activate if opens else services.deactivate
    said = say("people.done.activated") if opens else say("people.done.deactivated")
    return _tried(request, own, lambda: done(by=me(request), person=own), said)


@manager
@require_POST
def sign_out(request: HttpRequest, person: int) -> HttpResponseBase:
    """End all sessions of somebody."""
    own = get_object_or_404(Person, pk=person)
    accounts.sign_out_everywhere(by=me(request), person=own)
    messages.success(request, say("people.done.signed-out-everywhere"))
    return redirect("people:person", person=own.pk)


@manager
@require_POST
def password_link(request: HttpRequest, person: int) -> HttpResponseBase:
    """A link by which somebody sets their password, shown this once."""
    own = get_object_or_404(Person.objects.select_related("organisation"), pk=person)
    try:
        link = accounts.password_link(by=me(request), person=own)
    except PeopleRefusal as refusal:
        messages.error(request, refusal.in_(current()))
        return redirect("people:person", person=own.pk)
    response = _person(request, own, link=request.build_absolute_uri(link))
    response["Cache-Control"] = "no-store"
    return response


@manager
def give_role(request: HttpRequest, person: int) -> HttpResponseBase:
    """A role for somebody."""
    own = get_object_or_404(Person, pk=person)
    form = RoleForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        values = form.cleaned_data | {"kind": RoleKind(form.cleaned_data["kind"])}
        if _done(form, lambda: services.give_role(by=me(request), person=own, **values)):
            messages.success(request, say("people.done.role-given"))
            return redirect("people:person", person=own.pk)
    return form_page(request, form, say("people.role-add"), _crumbs_of(own))


@manager
@require_POST
def end_role(request: HttpRequest, person: int, role: int) -> HttpResponseBase:
    """A role that ends today; it stays on record."""
    own = get_object_or_404(Role.objects.select_related("person"), pk=role, person=person)
    today = timezone.localdate()
    return _tried(
        request,
        own.person,
        lambda: services.end_role(by=me(request), role=own, on=today),
        say("people.done.role-ended"),
    )


@manager
def bodies(request: HttpRequest) -> HttpResponseBase:
    """All bodies, those of the past if asked for."""
    form = OrganisationSearch(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = queries.organisations_found(asked.get("q", ""), past=bool(asked.get("past")))
    rows = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/organisations.html", {"search": form, "page": rows})


@manager
def body(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """A body under all the names it had, and how many people it has."""
    own = get_object_or_404(Organisation, pk=organisation)
    page = {
        "organisation": own,
        "names": queries.chain(own),
        "members": own.people.filter(is_active=True).count(),
        "crumbs": [*_crumbs_of_bodies(), (named(own.name), "")],
    }
    return render(request, "people/organisation.html", page)


@manager
def add_body(request: HttpRequest) -> HttpResponseBase:
    """A new body."""
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data | {"kind": OrganisationKind(form.cleaned_data["kind"])}
        made = services.add_organisation(by=me(request), **values)
        messages.success(request, say("people.done.saved"))
        return redirect("people:organisation", organisation=made.pk)
    return form_page(request, form, say("people.organisation.add"), _crumbs_of_bodies())


@manager
def change_body(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """A correction to what is known of a body."""
    own = get_object_or_404(Organisation, pk=organisation)
    known = forms.model_to_dict(own) | {"ko": own.name_ko, "en": own.name_en}
    form = OrganisationForm(request.POST or None, initial=known)
    if form.is_valid():
        organisations.change_organisation(by=me(request), organisation=own, **form.cleaned_data)
        messages.success(request, say("people.done.saved"))
        return redirect("people:organisation", organisation=own.pk)
    return form_page(request, form, say("people.organisation.change"), _crumbs_of_body(own))


@manager
def rename_body(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """A new name for a body from a day on."""
    own = get_object_or_404(Organisation, pk=organisation)
    form = RenameForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        if _done(form, lambda: organisations.rename(by=me(request), organisation=own, **values)):
            messages.success(request, say("people.done.renamed"))
            return redirect("people:organisation", organisation=values["id"])
    lead = say("people.organisation.rename-lead")
    title = say("people.organisation.rename")
    return form_page(request, form, title, _crumbs_of_body(own), lead=lead)


def form_page(
    request: HttpRequest, form: forms.BaseForm, title: str, crumbs: Crumbs, **more: Any
) -> HttpResponseBase:
    """A page that is one form, with a way back to where it was opened."""
    page = {
        "form": form, "title": title, "crumbs": [*crumbs, (title, "")], "back": crumbs[-1][1],
        "submit": say("people.save"), **more,
    }  # fmt: skip
    return render(request, "people/form_page.html", page)


def _person(request: HttpRequest, own: Person, link: str = "") -> HttpResponseBase:
    today = timezone.localdate()
    held = own.roles.select_related("organisation").order_by("valid_to", "kind", "city")
    names = {id: named(office.name) for id, office in queries.cities()}
    page = {
        "shown": own,
        "roles": [
            (role, names.get(role.city, role.city), role.valid_to is None or role.valid_to > today)
            for role in held
        ],
        "link": link,
        "crumbs": [*_crumbs_of_people(), (own.name, "")],
    }
    return render(request, "people/person.html", page)


def _tried(
    request: HttpRequest, own: Person, act: Callable[[], Any], said: str
) -> HttpResponseBase:
    try:
        act()
    except PeopleRefusal as refusal:
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, said)
    return redirect("people:person", person=own.pk)


def _done(form: forms.Form, act: Callable[[], Any]) -> bool:
    try:
        act()
    except PeopleRefusal as refusal:
        form.add_error(None, refusal.in_(current()))
        return False
    return True


def _crumbs_of_people() -> Crumbs:
    return [(say("people.nav.people"), reverse("people:list"))]


def _crumbs_of(own: Person) -> Crumbs:
    return [*_crumbs_of_people(), (own.name, reverse("people:person", kwargs={"person": own.pk}))]


def _crumbs_of_bodies() -> Crumbs:
    title = say("people.organisation.title")
    return [*_crumbs_of_people(), (title, reverse("people:organisations"))]


def _crumbs_of_body(own: Organisation) -> Crumbs:
    place = reverse("people:organisation", kwargs={"organisation": own.pk})
    return [*_crumbs_of_bodies(), (named(own.name), place)]
