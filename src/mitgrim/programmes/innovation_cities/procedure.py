"""How a plan comes about: the stages of the Act and of practice, the forum, the plans above."""

import tomllib

from mitgrim.plan import Forum, Label, Session, Stage, UpperPlan, UpperPlanItem
from mitgrim.programmes.innovation_cities.catalogue import day
from mitgrim.programmes.innovation_cities.reading import label, provenance, rows, text
from mitgrim.programmes.stages import StageRule


def stages() -> tuple[Stage, ...]:
    """The stages of 2018, with the dates that were published and no others."""
    return tuple(
        Stage(
            id=row["id"],
            number=int(row["number"]),
            name=label(row),
            starts=day(row["starts"]),
            ends=day(row["ends"]),
            done=day(row["done"]),
            who=label(row, "who"),
            basis=row["basis"],
            note=label(row, "note"),
            provenance=provenance(row),
        )
        for row in rows("stages.csv")
    )


def stage_rules() -> tuple[StageRule, ...]:
    """What is done in each stage, and what must be true before the next."""
    return tuple(
        StageRule(
            stage=row["stage"], verbs=tuple(row["verbs"].split()), needs=tuple(row["needs"].split())
        )
        for row in rows("stage_rules.csv")
    )


def forum() -> Forum:
    """The forum of 16 August 2018 with its programme, word for word."""
    content = tomllib.loads(text("content", "forum.toml"))
    return Forum(
        id=content["id"],
        title=Label(ko=content["title"], en=content["title_en"]),
        day=content["day"],
        place=content["place"],
        organiser=content["organiser"],
        purpose=content["purpose"],
        attendance=tuple(content["attendance"]),
        topics=tuple(content["topics"]),
        sessions=tuple(
            Session(
                starts=session["starts"],
                ends=session["ends"],
                title=Label(ko=session["title"], en=session["title_en"]),
                topics=tuple(session.get("topics", ())),
                remark=session.get("remark", ""),
            )
            for session in content["sessions"]
        ),
        provenance=provenance(content),
    )


def upper_plans() -> tuple[UpperPlan, ...]:
    """The two plans that the forum's programme names; most items are the user's to enter."""
    return tuple(
        UpperPlan(
            id=row["id"],
            name=label(row),
            valid_from=int(row["valid_from"]),
            valid_to=int(row["valid_to"]),
            items=tuple(
                UpperPlanItem(id=item["id"], title=label(item), provenance=provenance(item))
                for item in rows("upper_plan_items.csv")
                if item["upper_plan"] == row["id"]
            ),
            provenance=provenance(row),
        )
        for row in rows("upper_plans.csv")
    )
