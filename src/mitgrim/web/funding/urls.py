"""The addresses of funding; they stand before those of drafts, whose names are free."""

from django.urls import path

from mitgrim.web.funding.views import adopting, answering, asking, listing, sharing

app_name = "funding"
FUNDING = "work/<slug:plan>/funding/"
ONE = f"{FUNDING}<int:number>/"
urlpatterns = [
    path(FUNDING, listing.listed, name="list"),
    path(f"{FUNDING}compare/", listing.compare, name="compare"),
    path(f"{FUNDING}new/<slug:section>/", asking.in_fields, name="new"),
    path(f"{FUNDING}new/<slug:section>/file/", asking.as_file, name="new-file"),
    path(ONE, answering.scenario, name="scenario"),
    path(f"{ONE}scenario.<slug:form>", answering.download, name="download"),
    path(f"{ONE}why/", answering.ask_why, name="ask-why"),
    path(f"{ONE}why/<slug:project>/", answering.why, name="why"),
    path(f"{ONE}frontier/", answering.frontier, name="frontier"),
    path(f"{ONE}sensitivity/<slug:source>/", answering.sensitivity, name="sensitivity"),
    path(f"{ONE}links/", sharing.links, name="links"),
    path(f"{ONE}links/<int:link>/revoke/", sharing.revoke_link, name="revoke"),
    path(f"{ONE}offer/", sharing.offer_one, name="offer"),
    path(f"{ONE}adopt/<slug:section>/", adopting.preview, name="adopt"),
    path("shared/<str:secret>/", sharing.shared, name="shared"),
    path(
        "shared/<str:secret>/sensitivity/<slug:source>/",
        sharing.shared_sensitivity,
        name="shared-sensitivity",
    ),
]
