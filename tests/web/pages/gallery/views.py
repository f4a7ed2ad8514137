"""A page with every part of the look on it, and pages that fail."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from mitgrim.checks import Finding, Severity
from mitgrim.documents import charts, host_maps, maps
from mitgrim.documents.drawing import Caption
from mitgrim.plan import Label, Waiver
from mitgrim.programmes import innovation_cities
from mitgrim.web.pages.language import current
from mitgrim.web.pages.navigation import Link
from mitgrim.wording import Lang, Text

LONG = "혁신도시종합발전계획특화산업정주여건스마트시티지역인재상생발전" * 6
CITIES = (("jeju", "제주", "Jeju"), ("ulsan", "울산", "Ulsan"), ("gangwon", "강원", "Gangwon"))


class Sample(forms.Form):
    """Every kind of field."""

    name = forms.CharField(
        label="사업 이름 Name", help_text="고시문에 나갈 이름입니다. As announced."
    )
    amount = forms.IntegerField(label="금액 Amount")
    start = forms.DateField(label="시작 Start", widget=forms.DateInput(attrs={"type": "date"}))
    sector = forms.ChoiceField(label="분야 Sector", choices=[("a", "특화산업"), ("b", "정주여건")])
    account = forms.CharField(label="설명 Account", widget=forms.Textarea, required=False)
    joint = forms.BooleanField(label="여러 시·도 공동 사업 Joint", required=False)
    phase = forms.ChoiceField(
        label="단계 Phase", choices=[("1", "계획"), ("2", "요구")], widget=forms.RadioSelect
    )
    areas = forms.MultipleChoiceField(
        label="지역 Areas",
        choices=[("1", "서귀포시"), ("2", "제주시")],
        widget=forms.CheckboxSelectMultiple,
        help_text="하나 이상 고르세요. One or more.",
    )
    file = forms.FileField(label="파일 File", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part, in the language of the page; `?long` with names that never end."""
    messages.success(request, "저장했습니다. Saved.")
    messages.error(request, "저장하지 못했습니다. Not saved.")
    page = Paginator(range(1, 400), 10).get_page(request.GET.get("page", 9))
    return render(
        request,
        "gallery/gallery.html",
        {
            "title": LONG if "long" in request.GET else "구성 요소 Gallery",
            "workspace": {
                "name": Label(
                    ko="제1차 혁신도시 종합발전계획 2018–2022",
                    en="First plan of the innovation cities, 2018–2022",
                )
            },
            "navigation": _navigation(),
            "crumbs": [("처음 Start", "/"), ("제주 Jeju", "/gallery/"), ("구성 요소 Gallery", "")],
            "form": Sample({"name": "", "amount": "1.5"} if "bare" not in request.GET else None),
            "page": page,
            "long": LONG,
            "findings": _findings(),
            "columns": mark_safe(_columns()),  # noqa: S308, RUF100
            "pairs": mark_safe(_pairs()),  # noqa: S308, RUF100
            "bar": mark_safe(_bar()),  # noqa: S308, RUF100
            "map": mark_safe(_map()),  # noqa: S308, RUF100
            "hosts": mark_safe(_hosts()),  # noqa: S308, RUF100
        },
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A page with a fault in it."""
    raise RuntimeError("as planned")


def refused(request: HttpRequest) -> HttpResponse:
    """A page that nobody may see."""
    raise PermissionDenied


def malformed(request: HttpRequest) -> HttpResponse:
    """A page that finds what was sent suspicious."""
    raise SuspiciousOperation


def busy(request: HttpRequest) -> HttpResponse:
    """A page that was asked for too often."""
    return HttpResponse(status=429)


def _navigation() -> list[Link]:
    names = (
        "계획 Plan",
        "도시 Cities",
        "사업 Projects",
        "점검 Checks",
        "추진 절차 Procedure",
        "내 일 My work",
    )
    return [Link(name, f"/gallery/?{n}", n == 2) for n, name in enumerate(names)]


def _findings() -> list[Finding]:
    def finding(severity: Severity, waived: Waiver | None = None) -> Finding:
        return Finding(
            id="funding-over-ceiling",
            severity=severity,
            place="jeju/projects/p1",
            message=Text("제주가 국비를 한도보다 3억원 더 계획했습니다.", "Jeju plans KRW 300 million above its ceiling."),
            hint=Text("2020년 금액을 줄이거나 재원을 나누세요.", "Lower the amount of 2020, or split the source."),
            reference="docs/records.md#money",
            waived=waived,
        )  # fmt: skip

    waiver = Waiver(check="funding-over-ceiling", place="", reason="협의 중 under negotiation")
    return [
        finding(Severity.ERROR),
        finding(Severity.WARNING),
        finding(Severity.NOTE),
        finding(Severity.ERROR, waiver),
    ]


def _caption(id: str) -> Caption:
    return Caption(
        id=id,
        title="연도별 사업비 Money by year",
        description="표에 같은 수가 있습니다. The table has the same numbers.",
    )


def _columns() -> str:
    series = [
        charts.Series(name=name, values=values, texts=tuple(map(str, values)))
        for name, values in (
            ("국비", (40, 60, 80)),
            ("지방비", (20, 30, 20)),
            ("기관", (10, 12, 30)),
            ("민간", (9, 4, 20)),
            ("기금", (8, 20, 4)),
        )
    ]
    return charts.stacked_columns(
        _caption("c1"), ("2018", "2019", "2020"), series, ("87", "126", "154")
    )


def _pairs() -> str:
    pairs = [
        charts.Pair(name=ko, first=Decimal(20 + n), last=Decimal(30 + 3 * n), text="30%")
        for n, (_, ko, _) in enumerate(CITIES)
    ]
    return charts.pairs(_caption("c2"), ("2018", "2022"), pairs)


def _bar() -> str:
    items = [
        charts.Item(name=name, value=value, text=f"{value}%", under=f"{value}%")
        for name, value in (
            ("특화산업", 40),
            ("정주여건", 30),
            ("스마트시티", 12),
            ("지역인재", 10),
            ("상생발전", 8),
        )
    ]
    return charts.divided_bar(_caption("c3"), items)


def _map() -> str:
    lang = current()
    places = [
        maps.Place(id=id, name=en if lang is Lang.EN else ko, theme="주제 Theme")
        for id, ko, en in CITIES
    ]
    return maps.city_map(_caption("c4"), innovation_cities.basemap(), places, lang)


def _hosts() -> str:
    basemap: Any = innovation_cities.basemap()
    return host_maps.host_map(_caption("c5"), basemap, "jeju", current())
