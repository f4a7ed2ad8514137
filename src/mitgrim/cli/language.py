"""The language of one run, decided before anything is said: `--lang`, then the environment."""

from collections.abc import Mapping, Sequence
from typing import Final

from mitgrim.wording import Catalogue, Lang, preferred

MESSAGES: Final = Catalogue.load("mitgrim.cli", "messages.toml")


def language(arguments: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """The language asked for, wherever `--lang` stands; a wrong one is for the parser to refuse."""
    asked = ""
    for index, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        elif argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
    if asked in list(Lang):
        return Lang(asked)
    try:
        return preferred(environ)
    except ValueError:
        return Lang.KO
