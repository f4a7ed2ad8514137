"""The permanent addresses of what is public, and the officer's pages."""

from django.urls import path

from mitgrim.web.publish.views import forums, history, machine, office, plan, projects

app_name = "publish"
urlpatterns = [
    path("", plan.overview, name="overview"),
    path("cities/", plan.cities, name="cities"),
    path("cities/<slug:id>/", plan.city, name="city"),
    path("cities/<slug:id>/feed.xml", history.city_feed, name="city-feed"),
    path("sectors/", plan.sectors, name="sectors"),
    path("sectors/<str:id>/", plan.sector, name="sector"),
    path("actions/<str:id>/", plan.action, name="action"),
    path("projects/", projects.projects, name="projects"),
    path("projects/<str:id>/", projects.project, name="project"),
    path("search/", projects.search, name="search"),
    path("indicators/", plan.indicators, name="indicators"),
    path("procedure/", plan.procedure, name="procedure"),
    path("forums/<str:id>/", forums.forum, name="forum"),
    path("forums/<str:id>/programme.<slug:lang>.<slug:format>", forums.programme, name="programme"),
    path("text/", plan.text, name="text"),
    path("statutory/", plan.statutory, name="statutory"),
    path("sources/", plan.sources, name="sources"),
    path("history/", history.history, name="history"),
    path("history/<slug:address>/", history.version, name="version"),
    path("history/<slug:address>/book.<slug:lang>.<slug:format>", machine.book, name="book"),
    path("feed.xml", history.feed, name="feed"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("work/<slug:plan>/publish/", office.office, name="office"),
    path("work/<slug:plan>/publish/<int:publication>/withdraw/", office.take_back, name="withdraw"),
    path("work/<slug:plan>/publish/preview/<int:number>/", office.preview, name="preview"),
]
