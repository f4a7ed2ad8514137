"""Votes on paper: typed in as a table, and taken out again where that was wrong."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from mitgrim.web.debate.access import cities_for, debate_for, may_in
from mitgrim.web.debate.forms import PaperForm
from mitgrim.web.debate.models import Debate, Meeting
from mitgrim.web.debate.papers import PapersRefusal, Wrong, rows_in, take_in, take_out
from mitgrim.web.debate.queries import meetings_of, standing_of
from mitgrim.web.debate.refusals import count_refused
from mitgrim.web.debate.views.frame import status_of, unkept, work_frame
from mitgrim.web.opinions.views.frame import section_names
from mitgrim.web.pages.language import current
from mitgrim.web.pages.words import say
from mitgrim.web.people.access import me, signed_in
from mitgrim.wording import Refusal


@signed_in
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, plan: str, debate: int) -> HttpResponse:
    """Type in the votes of a meeting; what is wrong is said line by line, and stays in the form."""
    own = debate_for(me(request), plan, debate, "debate.paper")
    whole = may_in(request.user, own, "debate.paper")
    cities = section_names(own.workspace, cities_for(request.user, own, "debate.paper"))
    form = PaperForm(request.POST or None, request.FILES or None, cities=cities, whole=whole)
    wrong: tuple[Wrong, ...] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = _taken(request, own, form)
            except Refusal as refusal:
                count_refused(own.pk, refusal)
                form.add_error("file" if form.cleaned_data["file"] else "votes",
                               refusal.in_(current()))  # fmt: skip
                wrong = refusal.wrong if isinstance(refusal, PapersRefusal) else ()
                status = status_of(refusal)
            else:
                text = say("debate.paper.done", name=done.name, n=done.votes)
                messages.success(request, text)
                return redirect("debate:papers", plan, own.pk)
    crumb = (say("debate.paper.title"), "")
    told = {
        **work_frame(request, own, crumb),
        "form": form,
        "wrong": wrong,
        "takes": standing_of(own).now.takes_votes,
        "meetings": [
            (each, whole or each.city in dict(cities)) for each in meetings_of(own)
        ],
    }  # fmt: skip
    return unkept(request, "debate/papers.html", told, status)


def _taken(request: HttpRequest, debate: Debate, form: PaperForm) -> Meeting:
    own = form.cleaned_data
    return take_in(
        by=me(request), debate=debate, name=own["name"], held_on=own["held_on"],
        city=own["city"], rows=rows_in(own["votes"], form.file_bytes()),
    )  # fmt: skip


@signed_in
@require_POST
def out(request: HttpRequest, plan: str, debate: int, meeting: int) -> HttpResponse:
    """Take the votes of a meeting out again."""
    own = debate_for(me(request), plan, debate, "debate.paper")
    held = Meeting.objects.filter(debate=own, pk=meeting).select_related("debate").first()
    whole = may_in(request.user, own, "debate.paper")
    if held is None or not (whole or held.city in cities_for(me(request), own, "debate.paper")):
        raise Http404
    try:
        take_out(by=me(request), meeting=held)
    except Refusal as refusal:
        messages.error(request, refusal.in_(current()))
    else:
        messages.success(request, say("debate.paper.out-done", name=held.name))
    return redirect("debate:papers", plan, own.pk)
