"""Write what is made from the package: `attributes.md`, `checks.md` and `openapi.json`.

Run it after changing an attribute table, a rule or a message: `.venv/bin/python docs/generate.py`.
A test fails while a committed page is not what this would write.
"""

import atexit
import inspect
import json
import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import mkdtemp
from typing import Any, Final, TypeAlias

import django
from django.conf import settings

import mitgrim
import mitgrim.plan
from mitgrim.checks import Rule, Severity
from mitgrim.plan.attributes import Attribute, record_types, table

DOCS: Final = Path(__file__).parent
PACKAGE: Final = Path(mitgrim.__file__).parent
NOTICE: Final = "<!-- Made by docs/generate.py. Edit what it is made from, then run it again. -->"

Templates: TypeAlias = dict[str, dict[str, Any]]


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """What is generated, by file name."""
    _set_up()
    return {
        "attributes.md": attributes_page(),
        "checks.md": checks_page(),
        "openapi.json": openapi_file(),
    }


def openapi_file() -> str:
    """What the API says of itself; a difference is a change that programs will notice."""
    from mitgrim.web.api.v1 import api

    schema = api.get_openapi_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _set_up() -> None:
    """Make the web application's modules importable; nothing is kept of it."""
    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mitgrim.web.settings")
        os.environ.setdefault("MITGRIM_DATA", mkdtemp(prefix="mitgrim-docs-"))
        atexit.register(shutil.rmtree, os.environ["MITGRIM_DATA"], ignore_errors=True)
        django.setup()


def rules() -> list[Rule]:
    """Every rule that stands in a module of the package, by id."""
    modules = [
        import_module(own.name)
        for own in walk_packages([str(PACKAGE)], "mitgrim.")
        # Importing the first would run the command; the others need apps that a site chooses.
        if not own.name.endswith(("__main__", ".sign_on", ".sign_on_urls"))
    ]
    found = (own for module in modules for own in vars(module).values() if isinstance(own, Rule))
    return sorted({own.id: own for own in found}.values(), key=lambda own: own.id)


def templates() -> Templates:
    """Every message of the package's catalogues as it is written, by id."""
    merged: Templates = {}
    for file in sorted(PACKAGE.rglob("messages*.toml")):
        merged |= tomllib.loads(file.read_text(encoding="utf-8"))
    return merged


def checks_page() -> str:
    """Every rule: what it finds, what it says in both languages, and where that is explained."""
    found = rules()
    counts = ", ".join(
        f"{sum(own.severity is severity for own in found)} {severity.value}s"
        for severity in Severity
    )
    overview = _table(
        ("check", "severity", "what it finds"),
        ([f"[`{own.id}`](#{own.id})", own.severity.value, meaning(own)] for own in found),
    )
    said = templates()
    return "\n".join(
        [
            "# Checks",
            "",
            NOTICE,
            "",
            "What `mitgrim check` can find. An **error** blocks hand-in and adoption unless it is",
            "[waived](records.md#waivers), a **warning** wants a look, a **note** is for knowing.",
            "A check never changes a plan and never raises for what a plan says.",
            "",
            "In the messages below `{name}` is a value, `{count:,}` a number with separators, and",
            "`{name|을/를}` a value with the particle that fits it.",
            "",
            f"There are {len(found)} checks: {counts}.",
            "",
            overview,
            *(line for own in found for line in _check(own, said)),
            "",
        ]
    )


def meaning(rule: Rule) -> str:
    """What a rule finds, in a sentence."""
    return rule.finds


def _check(rule: Rule, said: Templates) -> Iterator[str]:
    message = said[rule.id]
    page, _, anchor = rule.reference.removeprefix("docs/").partition("#")
    yield ""
    yield f"## {rule.id}"
    yield ""
    yield f"*{rule.severity.value}* · see [{anchor}]({page}#{anchor})"
    yield ""
    yield meaning(rule)
    yield ""
    for name, texts in (("says", message), ("what to do", message["hint"])):
        yield f"- {name}"
        yield from (f"  - {language}: `` {texts[language]} ``" for language in ("ko", "en"))


def attributes_page() -> str:
    """Every record's attribute table."""
    names = record_types()
    index = " · ".join(f"[{name}](#{name.lower()})" for name in names)
    return "\n".join(
        [
            "# Attributes of the records",
            "",
            NOTICE,
            "",
            "Made from the tables in `src/mitgrim/plan/attributes/`, which also decide what the",
            "files may hold and what the checks ask for. [Records](records.md#attributes) explains",
            "the columns; the words are those of the [glossary](glossary.md).",
            "",
            index,
            *(line for name in names for line in _record(name)),
            "",
        ]
    )


def _record(name: str) -> Iterator[str]:
    yield ""
    yield f"## {name}"
    yield ""
    yield _paragraph(inspect.getdoc(getattr(mitgrim.plan, name)) or "")
    yield ""
    yield _table(
        ("attribute", "type", "required", "default", "Korean", "English"),
        (_row(attribute) for attribute in table(name)),
    )


def _row(attribute: Attribute) -> list[str]:
    return [
        f"`{attribute.name}`" + (" (key)" if attribute.key else ""),
        _type(attribute),
        attribute.required,
        "" if attribute.default == "-" else f"`{attribute.default}`",
        f"**{attribute.ko}** {attribute.help_ko}",
        f"**{attribute.en}** {attribute.help_en}",
    ]


def _type(attribute: Attribute) -> str:
    kind, _, name = attribute.element.partition(":")
    many = "list of " if attribute.is_list else ""
    match kind:
        case "record":
            return f"{many}[{name}](#{name.lower()})"
        case "choice":
            return f"{many}[{name}](glossary.md#{name.lower()})"
        case "ref":
            return f"{many}id among `{name}`"
    unit = f" ({attribute.unit})" if attribute.unit not in ("", kind) else ""
    return f"{many}{kind}{unit}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines
    )


def _paragraph(text: str) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join(text.partition("\n\n")[0].split())


if __name__ == "__main__":
    main()
