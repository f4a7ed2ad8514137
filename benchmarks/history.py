"""Diff and merge cost what changed, not the plan: plans of growing size, one project edited.

Claim: through manifests (`diff_revisions`, `merge_revisions`), a plan of 160 cities with one edited
project costs as much as one of 10; and cost grows with the number of edited cities. Reading the
changed sections is counted. Run: `python -m benchmarks.history`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from benchmarks.measuring import calls, table
from mitgrim.codec import decode, digest, encode
from mitgrim.history import Revision, diff_revisions, merge_revisions
from mitgrim.plan import CityPlan, Plan, Project, Section, section_name
from mitgrim.programmes.innovation_cities import innovation_cities_2018

MOMENT = datetime(2018, 8, 16, tzinfo=UTC)


class Store:
    """Sections by digest as their files' bytes, as a database would keep them."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}

    def put(self, sections: Mapping[str, Section]) -> Revision:
        manifest = {}
        for name, section in sections.items():
            manifest[name] = digest(section)
            self._bytes[manifest[name]] = encode(section)
        return Revision(
            id=str(len(self._bytes)),
            sections=tuple(sorted(manifest.items())),
            author="제주 담당자",
            message="",
            moment=MOMENT,
        )

    def load(self, key: str) -> Section:
        return decode(self._bytes[key], key)


def enlarged(times: int) -> dict[str, Section]:
    """The example with every city there `times` times."""
    plan = innovation_cities_2018()
    names = [f"{own.city.id}-{n}" for n in range(times) for own in plan.cities]
    cities: list[CityPlan] = [
        replace(own, city=replace(own.city, id=f"{own.city.id}-{n}"))
        for n in range(times)
        for own in plan.cities
    ]
    nation = replace(plan.nation, cities=tuple(names))
    whole = Plan(nation=nation, cities=tuple(cities))
    return {section_name(own): own for own in whole.sections}


def edited(
    sections: dict[str, Section], count: int, edit: Callable[[Project], Project]
) -> dict[str, Section]:
    """The first project of `count` cities edited."""
    changed = dict(sections)
    for name, own in [(n, s) for n, s in sections.items() if isinstance(s, CityPlan)][:count]:
        first, *rest = own.projects
        changed[name] = replace(own, projects=(edit(first), *rest))
    return changed


def main() -> None:
    timed: dict[str, Callable[[], object]] = {}
    for times, count in ((1, 1), (4, 1), (16, 1), (16, 4), (16, 16), (16, 160)):
        store, sections = Store(), enlarged(times)
        base = store.put(sections)
        ours = store.put(edited(sections, count, lambda own: replace(own, notes="우리")))
        theirs = store.put(edited(sections, count, lambda own: replace(own, owner="동료")))
        label = f"{10 * times} cities, {count} edited"
        timed[f"diff: {label}"] = partial(diff_revisions, base, ours, store.load)
        timed[f"merge: {label}"] = partial(merge_revisions, base, ours, theirs, store.load)
    print(table("Diff and merge by what changed", calls(timed, runs=5)))


if __name__ == "__main__":
    main()
