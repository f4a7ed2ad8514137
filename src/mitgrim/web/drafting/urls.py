from django.urls import path, register_converter

from mitgrim.web.drafting.queries import COLLECTIONS
from mitgrim.web.drafting.views import autosaving, money, records, tree

app_name = "drafting"


class Collection:
    """The name of a collection that has a form of its own."""

    regex = "|".join(COLLECTIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Kept(Collection):
    """The name of any collection whose records can be removed and put back."""

    regex = "|".join(("projects", *COLLECTIONS))


register_converter(Collection, "collection")
register_converter(Kept, "kept")

DRAFT = "work/<slug:plan>/<slug:section>/"
PROJECT = f"{DRAFT}projects/<str:key>/"
RECORD = f"{DRAFT}<kept:collection>/<str:key>/"
urlpatterns = [
    path(DRAFT, tree.tree_page, name="tree"),
    path(f"{DRAFT}findings/", tree.findings, name="findings"),
    path(f"{DRAFT}autosave/", autosaving.autosave, name="autosave"),
    path(f"{DRAFT}writer/", records.writer, name="writer"),
    path(f"{DRAFT}preview/", records.preview, name="preview"),
    path(f"{DRAFT}projects/new/", records.new_project, name="new-project"),
    path(PROJECT, records.project, name="project"),
    path(f"{PROJECT}copy/", records.copy, name="copy"),
    path(f"{PROJECT}gates/", records.gates, name="gates"),
    path(f"{PROJECT}money/<slug:phase>/", money.money, name="money"),
    path(f"{RECORD}check/<slug:part>/", records.check, name="check"),
    path(f"{RECORD}remove/", records.remove, name="remove"),
    path(f"{RECORD}put-back/", records.put_back, name="put-back"),
    path(f"{DRAFT}<collection:collection>/", records.collection, name="collection"),
    path(f"{DRAFT}<collection:collection>/new/", records.record, name="new-record"),
    path(f"{DRAFT}<collection:collection>/<str:key>/", records.record, name="record"),
]
