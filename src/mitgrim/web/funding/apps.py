from django.apps import AppConfig


class Funding(AppConfig):
    name = "mitgrim.web.funding"
    label = "funding"

    def ready(self) -> None:
        from mitgrim.web.funding.services import keep
        from mitgrim.web.funding.works import fund
        from mitgrim.web.runs.kinds import RunKind
        from mitgrim.web.runs.works import KEEPERS, WORKS

        WORKS[RunKind.FUND] = fund
        KEEPERS[RunKind.FUND] = keep
