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
            url = reverse("drafting:project", args=(plan, section, steps[1]))
        except NoReverseMatch:
            return who_url(plan, place)
        return f"{url}#id_{steps[2]}" if len(steps) >= PROJECT_STEPS else url
    return draft_url(plan, section)


def who_url(plan: str, place: str) -> str:
    """Who wrote what stands at a place."""
    section = place.partition("/")[0]
    return f"{reverse('workspace:who', args=(plan, section))}?{urlencode({'place': place})}"
