"""An answer as tables for a notebook: pandas frames, labelled in a language, in won.

Needs pandas, the extra `[notebook]`; nothing else here does.
"""

import pandas as pd

from mitgrim.funding.answers import Answer, not_chosen, option_json
from mitgrim.funding.from_plan import money_of
from mitgrim.funding.portfolio import attainments, taken
from mitgrim.funding.words import city_text, label_text, limit_text, variant_text
from mitgrim.plan import FundingSource, label_of
from mitgrim.wording import Lang


def projects_table(answer: Answer, lang: Lang = Lang.KO) -> pd.DataFrame:
    """A row for each project that could be asked for, in the plan's order, by its id.

    Columns: `city`, `name`; `scale`, `start` and `cost` in won of those that are chosen; `reason`
    why the others are not.
    """
    problem = answer.problem
    reasons = not_chosen(answer.posed, answer.portfolio)
    chosen = {problem.projects[number]: option for number, option in answer.portfolio.items()}
    rows = {}
    for id, project in answer.projects.items():
        if id not in chosen and id not in reasons:
            continue
        row: dict[str, object] = {
            "city": city_text(answer.plan, project.city).in_(lang),
            "name": label_text(project.name, id).in_(lang),
        }
        if id in chosen:
            own = option_json(problem, chosen[id])
            row["scale"] = variant_text(project, str(own["variant"])).in_(lang)
            row["start"] = own["start"]
            row["cost"] = round(problem.cost[chosen[id]])
        else:
            row["reason"] = reasons[id].in_(lang)
        rows[id] = row
    columns = ["city", "name", "scale", "start", "cost", "reason"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.astype({"start": "Int64", "cost": "Int64"}).rename_axis("project")


def money_table(answer: Answer, lang: Lang = Lang.KO) -> pd.DataFrame:
    """Won by year (rows) and source (columns) of what is chosen."""
    money = money_of(answer.plan, answer.problem, answer.portfolio)
    table = pd.DataFrame.from_dict(
        {
            year: {label_text(label_of(source)).in_(lang): won for source, won in own.items()}
            for year, own in money.items()
        },
        orient="index",
        columns=[label_text(label_of(source)).in_(lang) for source in FundingSource],
    )
    return table.rename_axis("year")


def limits_table(answer: Answer, lang: Lang = Lang.KO) -> pd.DataFrame:
    """A row for each limit: `budget` and `used` in won, and the `share` that is used."""
    problem = answer.problem
    names = [limit_text(answer.plan, own).in_(lang) for own in problem.limits]
    used = taken(problem, answer.portfolio)
    table = pd.DataFrame({"budget": problem.budget, "used": used}, index=pd.Index(names))
    table = table.round().astype("int64").rename_axis("limit")
    return table.assign(share=table["used"] / table["budget"].where(table["budget"] > 0))


def cities_table(answer: Answer, lang: Lang = Lang.KO) -> pd.DataFrame:
    """What part of its own targets each city attains, 0 to 1, in the plan's order."""
    attained = attainments(answer.problem, answer.portfolio)
    cities = [own.city.id for own in answer.plan.cities if own.city.id in attained]
    return pd.DataFrame(
        {"attained": [attained[own] for own in cities]},
        index=pd.Index([city_text(answer.plan, own).in_(lang) for own in cities], name="city"),
    )
