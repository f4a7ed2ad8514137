"""How `mitgrim fund` prints sentences and names."""

from collections.abc import Iterable

from mitgrim.cli.console import Console
from mitgrim.funding.words import Sentence, city_text, label_text
from mitgrim.plan import Plan, Project


def heading(console: Console, message: str, count: int = 0) -> None:
    """An empty line and a line in bold."""
    console.line("")
    console.say(message, style="bold", count=count)


def show(console: Console, sentences: Iterable[Sentence]) -> None:
    """Sentences, each on a line; a head in bold, after an empty line where something stands."""
    for at, own in enumerate(sentences):
        text = own.text.in_(console.lang)
        if own.kind == "head":
            if at:
                console.line("")
            console.line(text, style="bold")
        else:
            console.line(f"- {text}" if own.kind == "item" else text)


def city_and_name(console: Console, plan: Plan, project: Project) -> tuple[str, str]:
    """A project's city and its name, as two cells of a table."""
    lang = console.lang
    return city_text(plan, project.city).in_(lang), label_text(project.name, project.id).in_(lang)
