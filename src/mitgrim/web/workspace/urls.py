"""The addresses of the workspace; fixed words stand before the names of sections."""

from django.urls import path

from mitgrim.web.workspace.views import (
    assembling,
    baselines,
    comparing,
    files,
    hand_in,
    history,
    mine,
    overview,
    who,
)

app_name = "workspace"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("<slug:plan>/", overview.overview, name="overview"),
    path("<slug:plan>/assembly/", assembling.assembly, name="assembly"),
    path("<slug:plan>/assembly/preview/", assembling.preview_page, name="assembly-preview"),
    path("<slug:plan>/assembly/return/<slug:section>/", assembling.give_back, name="return"),
    path("<slug:plan>/baselines/", baselines.baselines, name="baselines"),
    path("<slug:plan>/baselines/<int:id>/", baselines.compare_with_now, name="baseline"),
    path("<slug:plan>/baselines/<int:id>/download/", baselines.download, name="baseline-download"),
    path("<slug:plan>/download/", files.download_plan, name="download-plan"),
    path("<slug:plan>/<slug:section>/counts/", overview.counts, name="counts"),
    path("<slug:plan>/<slug:section>/history/", history.history, name="history"),
    path("<slug:plan>/<slug:section>/history/<int:number>/", history.revision, name="revision"),
    path("<slug:plan>/<slug:section>/history/<int:number>/undo/", history.undo, name="undo"),
    path("<slug:plan>/<slug:section>/compare/", comparing.choose, name="choose"),
    path(
        "<slug:plan>/<slug:section>/compare/<int:first>/<int:second>/",
        comparing.compare_page,
        name="compare",
    ),
    path("<slug:plan>/<slug:section>/who/", who.who, name="who"),
    path("<slug:plan>/<slug:section>/hand-in/", hand_in.page, name="hand-in"),
    path("<slug:plan>/<slug:section>/hand-in/hearings/", hand_in.hearing, name="hearing"),
    path("<slug:plan>/<slug:section>/hand-in/waive/", hand_in.waive_finding, name="waive"),
    path("<slug:plan>/<slug:section>/files/", files.files, name="files"),
    path("<slug:plan>/<slug:section>/files/preview/", files.preview, name="upload-preview"),
    path("<slug:plan>/<slug:section>/files/download/", files.download, name="download"),
]
