from typing import ClassVar

from django.apps import AppConfig

from mitgrim.web.pages.navigation import Entry


class WorkspacePages(AppConfig):
    name = "mitgrim.web.workspace"
    label = "workspace"
    navigation: ClassVar = (Entry("workspace.nav.mine", "workspace:mine", signed_in=True),)
