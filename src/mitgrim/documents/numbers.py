"""Names and numbers by which a document refers to cities and projects, and where links lead."""

from mitgrim.documents.words import Words
from mitgrim.plan import City, Plan, city_label, display_numbers, is_id


def project_numbers(plan: Plan, words: Words) -> dict[str, str]:
    """The display number of every project, by its id."""
    return {id: words.name(number) for id, number in display_numbers(plan).items()}


def city_name(city: City, words: Words) -> str:
    """What a city is called in tables and charts."""
    return words.name(city_label(city))


def anchor(kind: str, id: str) -> str:
    """Where links to a record lead; an id that is none leads nowhere."""
    return f"{kind}-{id}" if is_id(id) else ""
