from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry
from mitgrim.web.procedure.needs import Need

OWN = "mitgrim.web.reviews.conditions"
TO_DO = "mitgrim.web.reviews.things_to_do"


class Reviews(AppConfig):
    name = "mitgrim.web.reviews"
    label = "reviews"
    things_to_do: ClassVar = (f"{TO_DO}.votes", f"{TO_DO}.sittings")
    navigation: ClassVar = (Entry("reviews.nav.seals", "reviews:seals"),)
    needs: ClassVar = (
        Need("committee-decided", "reviews.need.committee-decided", f"{OWN}.undecided"),
        Need("plan-adopted", "reviews.need.plan-adopted", f"{OWN}.unadopted"),
        Need("plan-announced", "reviews.need.plan-announced", f"{OWN}.unannounced"),
    )
    hand_in_conditions: ClassVar = (f"{OWN}.not_approved",)
