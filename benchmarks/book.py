"""The plan book as HTML and as PDF: the example, and the example enlarged to twice its pages.

Claim: the PDF of a book of a hundred pages in under five seconds. Run: `python -m benchmarks.book`.
"""

import random
import tempfile
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from benchmarks.measuring import Figure, calls, mitgrim, processes, table
from mitgrim.checks import check
from mitgrim.codec import write_plan
from mitgrim.documents import Document, book, write_html, write_pdf
from mitgrim.plan import CityPlan, Plan, Project, mint, totals
from mitgrim.programmes import programme
from mitgrim.programmes.innovation_cities import innovation_cities_2018

LIMIT = 5.0
PAGES = 100
TIMES = 4


def enlarged(plan: Plan, times: int = TIMES) -> Plan:
    """The plan with every project so many times, each under an id of its own."""
    chance = random.Random(1)

    def again(section: CityPlan) -> tuple[Project, ...]:
        copies = (project for project in section.projects for _ in range(times - 1))
        return tuple(copied(project) for project in copies)

    def copied(project: Project) -> Project:
        gates = tuple(replace(gate, id=mint(project.city, "g", chance)) for gate in project.gates)
        return replace(project, id=mint(project.city, "p", chance), prerequisites=(), gates=gates)

    cities = (replace(own, projects=(*own.projects, *again(own))) for own in plan.cities)
    nation = replace(plan.nation, declared=(), programme_lines=())
    return Plan(nation=nation, cities=tuple(_unlined(own) for own in cities))


def _unlined(section: CityPlan) -> CityPlan:
    """Without budget lines, whose ceilings so many projects would exceed."""
    projects = (
        replace(own, money=tuple(replace(line, programme_line="") for line in own.money))
        for own in section.projects
    )
    return replace(section, projects=tuple(projects))


def document(plan: Plan) -> Document:
    known = programme(plan.nation.programme)
    return book(plan, check(plan), totals(plan), known.basemap() if known else None)


def main() -> None:
    plans = {"example": innovation_cities_2018()}
    plans[f"example × {TIMES}"] = enlarged(plans["example"])
    # As commands first: a child's peak memory counts what its parent had.
    for name, plan in plans.items():
        print(table(f"As commands: {name}", _commands(plan)), end="\n\n")
    for name, plan in plans.items():
        made = document(plan)
        pdf, html = write_pdf(made), write_html(made)
        pages = len(PdfReader(BytesIO(pdf)).pages)
        size = f"PDF {len(pdf) / 1e6:.1f} MB, HTML {len(html.encode()) / 1e6:.1f} MB"
        print(f"{name}: {len(list(plan.projects()))} projects, {pages} pages, {size}")
        figures = calls(
            {
                "book": partial(document, plan),
                "HTML": partial(write_html, made),
                "PDF": partial(write_pdf, made),
            },
            runs=5,
        )
        print(table(f"In one process: {name}", figures))
        own = figures[-1].seconds
        per = PAGES * own / pages
        limit = f"limit {LIMIT:.0f} s"
        print(f"\nPDF: {own:.2f} s for {pages} pages, {per:.2f} s per {PAGES} ({limit})\n")


def _commands(plan: Plan) -> list[Figure]:
    with tempfile.TemporaryDirectory() as scratch:
        folder, out = Path(scratch) / "plan", Path(scratch) / "out"
        write_plan(plan, folder)
        forms = ("html", "pdf", "html,pdf")
        return processes(
            {
                f"build --formats {form}": mitgrim(
                    "build", folder, "--out", f"{out}-{form}", "--formats", form
                )
                for form in forms
            },
            runs=3,
        )


if __name__ == "__main__":
    main()
