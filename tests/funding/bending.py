"""Plans bent for a test."""

from dataclasses import replace

from mitgrim.plan import Plan


def changed(plan: Plan, id: str, **values: object) -> Plan:
    """The plan with one project changed."""
    sections = [
        replace(
            section,
            projects=tuple(
                replace(own, **values) if own.id == id else own  # type: ignore[arg-type]
                for own in section.projects
            ),
        )
        for section in plan.cities
    ]
    return replace(plan, cities=tuple(sections))
