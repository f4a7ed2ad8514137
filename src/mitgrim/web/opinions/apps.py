from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry
from mitgrim.web.procedure.needs import Need
from mitgrim.web.workspace.docket import DocketPart

TO_DO = "mitgrim.web.opinions.things_to_do"


class Opinions(AppConfig):
    name = "mitgrim.web.opinions"
    label = "opinions"
    things_to_do: ClassVar = (f"{TO_DO}.answers", f"{TO_DO}.moderation")
    needs: ClassVar = (
        Need(
            "opinions-answered",
            "opinions.need.opinions-answered",
            "mitgrim.web.opinions.queries.unanswered",
        ),
    )
    docket_parts: ClassVar = (
        DocketPart("opinions.title", "mitgrim.web.opinions.docket.on_docket"),
    )
    navigation: ClassVar[list[Entry]] = []

    def ready(self) -> None:
        from mitgrim.web.opinions.works import import_or_print
        from mitgrim.web.people.access import shown_to
        from mitgrim.web.runs.kinds import RunKind
        from mitgrim.web.runs.works import WORKS

        WORKS[RunKind.OPINIONS] = import_or_print
        self.navigation[:] = [
            Entry("opinions.nav.public", "opinions:public"),
            Entry("opinions.nav.work", "opinions:plans", shown=shown_to("opinion.read"), rank=1),
        ]
