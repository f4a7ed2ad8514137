"""The addresses of opinions; those of a plan stand before those of drafts, whose names are free."""

from django.urls import path

from mitgrim.web.opinions.views import (
    answering,
    bringing,
    listing,
    minutes,
    moderating,
    one,
    public,
    rounds,
    tables,
    terms,
)

app_name = "opinions"
WORK = "work/<slug:plan>/opinions/"
ONE = f"{WORK}o/<slug:code>/"
ANSWER = f"{WORK}answers/<int:answer>/"
TABLE = f"{WORK}tables/<int:table>/"
urlpatterns = [
    path("opinions/", public.listed, name="public"),
    path("opinions/new/", public.give, name="new"),
    path("opinions/mine/", public.mine, name="mine"),
    path("opinions/by/<str:secret>/", public.receipt, name="receipt"),
    path("opinions/invited/<str:secret>/", public.invited, name="invited"),
    path("opinions/work/", listing.plans, name="plans"),
    path("opinions/<slug:code>/", public.shown, name="one"),
    path(WORK, listing.listed, name="list"),
    path(f"{WORK}together/", listing.together, name="together"),
    path(f"{WORK}alike/", listing.alike, name="alike"),
    path(f"{WORK}enter/", bringing.enter, name="enter"),
    path(f"{WORK}minutes/", minutes.paste, name="minutes"),
    path(f"{WORK}minutes/mark/", minutes.mark, name="mark"),
    path(f"{WORK}bring/", bringing.bring_file, name="bring"),
    path(TABLE, bringing.mapping, name="map"),
    path(f"{TABLE}done/", bringing.done, name="brought"),
    path(f"{WORK}moderation/", moderating.queue, name="moderation"),
    path(f"{WORK}table/", tables.page, name="table"),
    path(f"{WORK}table.<slug:format>", tables.sheet, name="sheet"),
    path(f"{WORK}table/print/", tables.print_it, name="print"),
    path(f"{WORK}terms/", terms.settings, name="terms"),
    path(f"{WORK}invitations/", terms.invitations, name="invitations"),
    path(f"{WORK}invitations/end/", terms.end, name="invitations-end"),
    path(
        "work/<slug:plan>/rounds/<int:round>/bodies/<int:invitation>/opinions/",
        rounds.said,
        name="round",
    ),
    path(ONE, one.shown, name="work-one"),
    path(f"{ONE}cut/", one.cut_it, name="cut"),
    path(f"{ONE}arrange/", one.arrange, name="arrange"),
    path(f"{ONE}erase/", one.erase_it, name="erase"),
    path(ANSWER, answering.shown, name="answer"),
    path(f"{ANSWER}decide/", answering.decide_it, name="decide"),
    path(f"{ANSWER}close/", answering.close_it, name="close"),
    path(f"{ANSWER}out/<int:segment>/", answering.out, name="out"),
]
