"""What the votes of a debate come to, for anyone, once its phase shows it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from mitgrim.documents.drawing import Caption
from mitgrim.documents.opinions import opinion_map
from mitgrim.web.debate.exporting import as_csv, export_rows
from mitgrim.web.debate.kinds import AgeBand
from mitgrim.web.debate.models import Debate
from mitgrim.web.debate.queries import standing_of, votable
from mitgrim.web.debate.refreshing import outcome_for, read
from mitgrim.web.debate.refusals import DebateRefusal
from mitgrim.web.debate.views.frame import (
    city_choices,
    public_frame,
    public_or_404,
    refused,
    unkept,
)
from mitgrim.web.pages.words import say

Told = Mapping[str, Any]


@require_GET
def results(request: HttpRequest, debate: int) -> HttpResponse:
    """The results, or why there are none yet."""
    own = public_or_404(debate)
    standing = standing_of(own)
    frame = public_frame(own, standing, (say("debate.results.title"), ""))
    if not standing.now.shows_results:
        return unkept(request, "debate/results-hidden.html", frame)
    try:
        outcome = outcome_for(own, standing)
    except DebateRefusal as refusal:
        return refused(request, own, refusal)
    if outcome is None:
        return unkept(request, "debate/results-hidden.html", {**frame, "waiting": True})
    told = read(outcome)
    page = {**frame, "few": True} if told["few"] else {**frame, **_page(own, told)}
    return unkept(request, "debate/results.html", {**page, "outcome": outcome})


@require_GET
def file(request: HttpRequest, debate: int) -> HttpResponseBase:
    """The votes as a file, when results are shown."""
    own = public_or_404(debate)
    if not standing_of(own).now.shows_results:
        frame = public_frame(own, standing_of(own), (say("debate.results.title"), ""))
        return unkept(request, "debate/results-hidden.html", frame, 409)
    response = StreamingHttpResponse(
        as_csv(export_rows(own)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="debate-{own.pk}-votes.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page(debate: Debate, told: Told) -> dict[str, Any]:
    """What was counted, with words for it."""
    texts = dict(votable(debate).values_list("number", "text"))
    names = dict(city_choices(debate))
    cities = {names[own]: each for own, each in told["cities"].items() if own in names}
    return {
        "told": told,
        "whole": _groups(told["whole"], texts),
        "map": _map(told["map"]) if told["map"] else "",
        "map_rest": told["map"]["hidden"] if told["map"] else 0,
        "cities": [(name, _groups(own, texts)) for name, own in cities.items()],
        "consensus": list(_consensus(told["consensus"], texts)),
        "bridging": list(_bridges(told["bridging"], texts, names)),
        "tallies": [(texts[own["statement"]], own) for own in told["tallies"]
                    if own["statement"] in texts],
        "by_city": _took_part(told["by_city"], list(names.items())),
        "by_age": _took_part(
            told["by_age_band"], [(own.value, say(f"debate.age.{own}")) for own in AgeBand]
        ),
    }  # fmt: skip


def _groups(told: Told, texts: Mapping[int, str]) -> dict[str, Any]:
    """Whether groups hold, in a sentence; and what each stands for, where they do."""
    if not told["count"]:
        held = say("debate.results.no-groups")
    else:
        values = {
            "count": told["count"],
            "agreement": f"{told['agreement']:.2f}",
            "same": percent(told["same"]),
        }
        held = (
            say("debate.results.hold", **values)
            if told["holds"]
            else say("debate.results.do-not-hold", **values)
        )
    groups = [
        {**own, "stands": [_stand(each, texts) for each in own["stands"]]} for own in told["groups"]
    ]
    return {"held": held, "groups": groups}


def _stand(told: Told, texts: Mapping[int, str]) -> tuple[str, str, str]:
    return (
        texts.get(told["statement"], ""),
        _says(told["agrees"], told["share"]),
        _says(told["agrees"], told["elsewhere"]),
    )


def _says(agrees: bool, share: float | None) -> str:  # noqa: FBT001, RUF100
    if share is None:
        return "–"
    if agrees:
        return say("debate.results.agrees", share=percent(share))
    return say("debate.results.disagrees", share=percent(share))


def _consensus(told: Told, texts: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for name in ("agree", "disagree"):
        for own in told[name]:
            yield texts.get(own["statement"], ""), _says(name == "agree", own["share"])


def _bridges(
    told: Sequence[Told], texts: Mapping[int, str], names: Mapping[str, str]
) -> Iterator[tuple[str, str, list[str]]]:
    for own in told:
        cities = [
            say("debate.results.in-city", city=names[city], share=percent(share))
            for city, share in own["cities"].items()
            if city in names
        ]
        least = say("debate.results.least", share=percent(own["least"]))
        yield texts.get(own["statement"], ""), least, cities


def _took_part(told: Told, every: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Who took part, in the customary order, and of whom nothing is told."""
    shown = [(name, told["told"][own]) for own, name in every if own in told["told"]]
    few = [name for own, name in every if own not in told["told"]]
    return {"shown": shown, "few": ", ".join(few), "rest": told["rest"]}


def _map(told: Told) -> SafeString:
    from mitgrim.web.debate.outcome import picture_in

    own = picture_in(told)
    names = [
        say("debate.results.group-people", letter=letter, people=size)
        if size
        else say("debate.results.group", letter=letter)
        for letter, size in zip("ABCDEFGHIJ", own.sizes, strict=False)
    ]
    caption = Caption(
        id="opinions",
        title=say("debate.results.map"),
        description=say("debate.results.map-text", groups=", ".join(names)),
    )
    return mark_safe(opinion_map(caption, own, names))  # noqa: S308, RUF100  # escaped when it was made


def percent(share: float) -> str:
    """A share as people write it: `73%`."""
    return f"{share:.0%}"
