"""The addresses of debates; those of a plan stand before those of drafts, whose names are free."""

from django.urls import path

from mitgrim.web.debate.views import (
    inviting,
    looking,
    moderating,
    papers,
    public,
    results,
    voting,
    writing,
)

app_name = "debate"
ONE = "debates/<int:debate>/"
WORK = "work/<slug:plan>/debates/"
LOOK = f"{WORK}<int:debate>/"
urlpatterns = [
    path("debates/", public.listed, name="public"),
    path("debates/work/", looking.plans, name="plans"),
    path(ONE, public.shown, name="one"),
    path(f"{ONE}join/", public.take_part, name="join"),
    path(f"{ONE}by/<str:secret>/", public.invited, name="invited"),
    path(f"{ONE}vote/", voting.vote, name="vote"),
    path(f"{ONE}votes/", voting.votes, name="votes"),
    path(f"{ONE}mine/", voting.mine, name="mine"),
    path(f"{ONE}write/", writing.write, name="write"),
    path(f"{ONE}results/", results.results, name="results"),
    path(f"{ONE}votes.csv", results.file, name="file"),
    path(WORK, looking.listed, name="list"),
    path(f"{WORK}new/", looking.open_one, name="new"),
    path(LOOK, looking.look, name="look"),
    path(f"{LOOK}change/", looking.change, name="change"),
    path(f"{LOOK}moderation/", moderating.queue, name="moderation"),
    path(f"{LOOK}links/", inviting.links, name="links"),
    path(f"{LOOK}links/end/", inviting.end, name="links-end"),
    path(f"{LOOK}papers/", papers.papers, name="papers"),
    path(f"{LOOK}papers/<int:meeting>/out/", papers.out, name="papers-out"),
]
