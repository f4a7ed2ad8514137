"""The command `mitgrim`: one command per verb, on plan folders."""

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from importlib import import_module
from io import TextIOWrapper
from typing import Final

import click

from mitgrim import __version__
from mitgrim.cli.console import Console
from mitgrim.cli.language import MESSAGES, language
from mitgrim.codec import from_system
from mitgrim.wording import Lang, Refusal

VERBS: Final = (
    "example", "new", "show", "check", "assemble", "diff", "merge", "build", "tidy", "cases",
    "trace", "fund", "groups", "key", "seal", "verify", "serve", "db", "demo",
)  # fmt: skip
INTERRUPTED: Final = 130
# What click writes into a help text by itself, and the message that says it in Korean.
HEADINGS: Final = {
    "Usage:": "usage",
    "[OPTIONS]": "any-options",
    "COMMAND [ARGS]...": "any-command",
    "Options:": "options",
    "Commands:": "commands",
    "Show this message and exit.": "help",
    "[required]": "required",
}


class Context(click.Context):
    """A command's context, whose help has Korean headings in a Korean run."""

    def get_help(self) -> str:
        text = super().get_help()
        console = self.find_object(Console)
        if console is not None and console.lang is Lang.KO:
            for english in HEADINGS:
                text = text.replace(english, MESSAGES.text(f"heading.{HEADINGS[english]}", Lang.KO))
        return text


class Verbs(click.Group):
    """The verbs; each one's module is loaded when it is called, so that `check` draws no map."""

    context_class = Context

    def __init__(self, lang: Lang) -> None:
        super().__init__(
            "mitgrim",
            help=MESSAGES.text("mitgrim.help", lang),
            params=[_lang(lang), _version(lang)],
            callback=_help_without_a_verb,
            invoke_without_command=True,
        )
        self._lang = lang

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"mitgrim.cli.{cmd_name}").command
        return _in_words(command, self._lang)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code.

    0: done. 1: the plan has errors, or a merge conflicts. 2: the input can't be read, or the
    command is wrong. 130: interrupted.
    """
    if arguments is None:  # a process of its own
        _without_collector()
    _prepare_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    console = Console(language(given, os.environ))
    sys.exit(_guarded(given, console))


def _without_collector() -> None:
    """Don't look for cycles of values: a plan has none, and the process ends soon.

    Of a plan of 300,000 lines the search takes as long as reading it, and once more at the end.
    """
    gc.disable()
    atexit.register(gc.freeze)


def _prepare_streams() -> None:
    """Streams that print anything: closed ones swallow it, narrow ones escape what they lack."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _guarded(arguments: list[str], console: Console) -> int:
    try:
        code = Verbs(console.lang).main(arguments, "mitgrim", standalone_mode=False, obj=console)
        sys.stdout.flush()  # what can't be written is told now, not when the process ends
    except Refusal as refusal:
        console.fail(refusal.in_(console.lang))
    except click.UsageError as error:
        console.fail(_misuse(error, console))
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # `mitgrim … | head` has read enough
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        console.fail(from_system(error.filename or "mitgrim", error).in_(console.lang))
    else:
        return int(code or 0)
    return 2


def _drop_output() -> None:
    """Forget what standard output still holds: writing it at the end would fail once more."""
    with suppress(OSError, ValueError):  # a stream without a file behind it holds nothing
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _misuse(error: click.UsageError, console: Console) -> str:
    """What is wrong with a command, and where its help is."""
    name = error.ctx.command_path if error.ctx else "mitgrim"
    match error:
        case click.exceptions.NoSuchCommand():
            what = console.text("misuse.command", name=error.command_name)
        case click.NoSuchOption():
            what = console.text("misuse.option", option=error.option_name)
        case click.MissingParameter(param=click.Parameter() as param, ctx=click.Context() as ctx):
            option = f"{param.opts[0]} " if isinstance(param, click.Option) else ""
            what = console.text("misuse.missing", name=f"{option}{param.make_metavar(ctx)}")
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as param):
            choices = ", ".join(map(str, choice.choices))
            what = console.text("misuse.choice", name=param.opts[0], choices=choices)
        case click.BadParameter(param=click.Parameter() as param):
            what = console.text("misuse.value", name=param.opts[0], reason=error.message)
        case _:
            what = error.format_message()
    return console.text("misuse", what=what, command=name)


@click.pass_context
def _help_without_a_verb(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _in_words(command: click.Command, lang: Lang) -> click.Command:
    """A copy of a command with its help and its options' help in one language."""
    verb = copy(command)
    verb.context_class = Context
    verb.help = MESSAGES.text(f"{verb.name}.help", lang)
    verb.params = [*map(copy, command.params), _lang(lang)]
    for option in verb.params[:-1]:
        if isinstance(option, click.Option):
            option.help = MESSAGES.text(f"{verb.name}.{option.name}", lang)
    return verb


def _lang(lang: Lang) -> click.Option:
    """`--lang`, taken before or after the verb; `language` has read it already."""
    return click.Option(
        ["--lang"],
        type=click.Choice([own.value for own in Lang]),
        expose_value=False,
        help=MESSAGES.text("lang", lang),
    )


def _version(lang: Lang) -> click.Option:
    def show_version(context: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(f"mitgrim {__version__}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=show_version,
        help=MESSAGES.text("version", lang),
    )
