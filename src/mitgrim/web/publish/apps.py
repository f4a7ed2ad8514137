from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry
from mitgrim.web.procedure.needs import Need


class Publish(AppConfig):
    name = "mitgrim.web.publish"
    label = "publish"
    needs: ClassVar = (
        Need("published", "publish.need.published", "mitgrim.web.publish.queries.unpublished"),
    )
    navigation: ClassVar = (
        Entry("publish.nav.overview", "publish:overview"),
        Entry("publish.nav.cities", "publish:cities"),
        Entry("publish.nav.sectors", "publish:sectors"),
        Entry("publish.nav.projects", "publish:projects"),
        Entry("publish.nav.indicators", "publish:indicators"),
        Entry("publish.nav.history", "publish:history"),
        Entry("publish.nav.sources", "publish:sources"),
    )
