from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class Api(AppConfig):
    name = "mitgrim.web.api"
    label = "api"
    navigation: ClassVar = (Entry("api.nav", "api:about"),)
