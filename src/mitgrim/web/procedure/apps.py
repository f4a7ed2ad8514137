from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.procedure.needs import Need

OWN = "mitgrim.web.procedure.conditions"
TO_DO = "mitgrim.web.procedure.things_to_do"


class Procedure(AppConfig):
    name = "mitgrim.web.procedure"
    label = "procedure"
    things_to_do: ClassVar = (f"{TO_DO}.items", f"{TO_DO}.rounds")
    needs: ClassVar = (
        Need("drafts-begun", "procedure.need.drafts-begun", f"{OWN}.drafts_begun"),
        Need("hearings-recorded", "procedure.need.hearings-recorded", f"{OWN}.hearings_recorded"),
        Need(
            "committees-recorded",
            "procedure.need.committees-recorded",
            f"{OWN}.committees_recorded",
        ),
        Need("every-city-handed-in", "procedure.need.every-city-handed-in", f"{OWN}.handed_in"),
        Need("every-city-assembled", "procedure.need.every-city-assembled", f"{OWN}.assembled"),
        Need("no-blocking-finding", "procedure.need.no-blocking-finding", f"{OWN}.nothing_blocks"),
        Need("forum-held", "procedure.need.forum-held", f"{OWN}.forum_held"),
        Need("rounds-closed", "procedure.need.rounds-closed", f"{OWN}.rounds_closed"),
        Need("baseline-frozen", "procedure.need.baseline-frozen", f"{OWN}.baseline_frozen"),
    )
