"""Where the pages lead: to the page on which something can be changed, else to who wrote it."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

PROJECT_STEPS = 3


def draft_url(plan: str, section: str) -> str:
    """Where a draft is written; its history where this installation has no such page."""
    try:
        return reverse("drafting:draft", args=(plan, section))
    except NoReverseMatch:
        return reverse("workspace:history", args=(plan, section))


def place_url(plan: str, place: str) -> str:
    """Where the value at a place can be changed."""
    section, *steps = place.split("/")
    if len(steps) + 1 >= PROJECT_STEPS and steps[0] == "projects":
        try:
            return _project_url(plan, section, *steps[1:PROJECT_STEPS])
        except NoReverseMatch:
            return who_url(plan, place)
    return draft_url(plan, section)


def _project_url(plan: str, section: str, project: str, attribute: str = "") -> str:
    """The page of a project on which an attribute is edited, at its field."""
    if attribute in ("money", "declared_total"):
        return reverse("drafting:money", args=(plan, section, project, "planned"))
    if attribute == "gates":
        return reverse("drafting:gates", args=(plan, section, project))
    url = reverse("drafting:project", args=(plan, section, project))
    return f"{url}#c-{attribute}" if attribute else url


def who_url(plan: str, place: str) -> str:
    """Who wrote what stands at a place."""
    section = place.partition("/")[0]
    return f"{reverse('workspace:who', args=(plan, section))}?{urlencode({'place': place})}"
