"""Where the pages lead: to the page on which something can be changed, else to who wrote it.

The pages to write on belong to an app above this one and are named, not imported: without it,
everything leads to what this app has itself.
"""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from mitgrim.plan import Phase

PROJECTS = "projects"
RECORD = 2  # steps of `projects/<id>`
# Parts of a project that have a page of their own.
PARTS = {"money": ("drafting:money", (Phase.PLANNED.value,)), "gates": ("drafting:gates", ())}


def draft_url(plan: str, section: str) -> str:
    """Where a draft is written; its history where there is no such page."""
    return _page("drafting:tree", plan, section) or reverse(
        "workspace:history", args=(plan, section)
    )


def place_url(plan: str, place: str) -> str:
    """Where the value at a place can be changed."""
    section, *steps = place.split("/")
    if len(steps) < RECORD:
        return draft_url(plan, section)
    field = f"#f-{steps[RECORD]}" if len(steps) > RECORD else ""
    if steps[0] != PROJECTS:
        url = _page("drafting:record", plan, section, *steps[:RECORD])
        return url + field if url else draft_url(plan, section)
    view, more = PARTS.get(field.removeprefix("#f-"), ("drafting:project", ()))
    url = _page(view, plan, section, steps[1], *more)
    if not url:
        return who_url(plan, place)
    return url + field if view == "drafting:project" else url


def who_url(plan: str, place: str) -> str:
    """Who wrote what stands at a place."""
    section = place.partition("/")[0]
    return f"{reverse('workspace:who', args=(plan, section))}?{urlencode({'place': place})}"


def office_url(plan: str) -> str:
    """Where it is said what of a plan is public from when; empty where there is no such page."""
    return _page("publish:office", plan)


def funding_url(plan: str) -> str:
    """Where scenarios of funding are; empty where there is no such page."""
    return _page("funding:list", plan)


def committees_url(plan: str) -> str:
    """Where a plan's committees are; empty where there is no such page."""
    return _page("reviews:committees", plan)


def _page(view: str, *args: str) -> str:
    """The address of a page, or the empty text where there is none."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
