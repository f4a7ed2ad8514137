"""Many who save at once: each waits for its turn, and nothing of anybody is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from mitgrim.web.revisions.queries import city_section, history_of
from mitgrim.web.revisions.services import Saved, save_section
from tests.cast import JEJU_PARK
from tests.web.cast import Cast, project_of, sign_up, with_project

PLANNERS = 6
SAVES = 3


def saved(cast: Cast, id: str, owner: str) -> None:
    branch = cast.draft()
    section = with_project(city_section(branch), id, owner=owner)
    done = save_section(by=cast.jeju, branch=branch, base=branch.head, section=section, message="")
    assert isinstance(done, Saved)


def planner(cast: Cast, id: str) -> None:
    try:
        for number in range(SAVES):
            saved(cast, id, f"{id} {number}")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_everybody_who_saves_at_once_finds_their_last_words_in_the_draft() -> None:
    cast = sign_up()
    park = project_of(cast.draft(), JEJU_PARK)
    ids = [f"jeju-p-22222{letter}" for letter in "abcdef"[:PLANNERS]]
    branch = cast.draft()
    section = city_section(branch)
    more = replace(section, projects=(*section.projects, *(replace(park, id=id) for id in ids)))
    save_section(by=cast.jeju, branch=branch, base=branch.head, section=more, message="")
    with ThreadPoolExecutor(PLANNERS) as threads:
        list(threads.map(lambda id: planner(cast, id), ids))
    assert {id: project_of(cast.draft(), id).owner for id in ids} == {
        id: f"{id} {SAVES - 1}" for id in ids
    }
    assert history_of(cast.draft()).count() == 2 + PLANNERS * SAVES
