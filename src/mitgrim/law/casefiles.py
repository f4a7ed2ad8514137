"""Cases in YAML: a list of mappings with `name`, `date`, `rule`, `input` and `output`.

YAML is read with its safe subset and less: no anchors, no tags, no key twice, numbers exact.
PyYAML is loaded when the first file is read.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from mitgrim.law.cases import Case
from mitgrim.law.errors import MESSAGES, CaseFileError, unreadable

LARGEST_FILE: Final = 1_000_000
KEYS: Final = ("name", "date", "rule", "input", "output")
ENDINGS: Final = (".yaml", ".yml")


def case_files_in(path: Path) -> tuple[Path, ...]:
    """A file itself, or the YAML files of a folder and the folders in it, by name.

    Raises CaseFileError where there are none.
    """
    if not path.is_dir():
        return (path,)
    found = [own for own in path.rglob("*") if own.suffix in ENDINGS and own.is_file()]
    visible = [own for own in found if not own.name.startswith(".")]
    if not visible:
        raise unreadable(str(path), "file.no-cases")
    return tuple(sorted(visible))


def read_cases(file: Traversable, name: str = "") -> tuple[Case, ...]:
    """The cases of a YAML file. Raises CaseFileError for the first thing that is not right."""
    name = name or str(file)
    content = strict_yaml(_text(file, name), name)
    if not isinstance(content, list) or not content:
        raise unreadable(name, "file.not-a-list")
    return tuple(_case(item, name, number) for number, item in enumerate(content, start=1))


def _text(file: Traversable, name: str) -> str:
    if not file.is_file():
        raise unreadable(name, "file.not-a-file" if _exists(file) else "file.not-found")
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise unreadable(name, "file.system", reason=reason) from None
    if len(data) > LARGEST_FILE:
        raise unreadable(name, "file.too-large", limit=LARGEST_FILE)
    try:
        # A Mac types Hangul decomposed; the words of a case are compared with ours.
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise unreadable(name, "file.not-utf8") from None


def _exists(file: Traversable) -> bool:
    return isinstance(file, Path) and file.exists()


def strict_yaml(text: str, name: str) -> Any:
    """What a YAML text holds, decimal numbers exact; `name` is of its file, for messages.

    Raises CaseFileError.
    """
    import yaml

    try:
        return yaml.load(text, _loader())
    except yaml.MarkedYAMLError as error:
        raise _marked(name, error) from None
    except yaml.YAMLError:
        raise unreadable(name, "file.not-text") from None
    except RecursionError:
        raise unreadable(name, "file.too-deep") from None


def _marked(name: str, error: Any) -> CaseFileError:
    mark = error.problem_mark or error.context_mark
    where = {"line": mark.line + 1, "column": mark.column + 1} if mark else {"line": 0, "column": 0}
    ours = f"yaml.{error.problem}"
    return unreadable(
        name, ours if ours in MESSAGES.ids() else "yaml.malformed", note=error.note or "", **where
    )


@cache
def _loader() -> Any:
    """PyYAML's safe loader, stricter."""
    import yaml

    def refused(problem: str, node: Any, note: str = "") -> yaml.MarkedYAMLError:
        return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark, note=note)

    class Strict(yaml.SafeLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):  # a page of them would unfold to gigabytes
                raise refused("alias", self.peek_event())  # type: ignore[no-untyped-call]
            return super().compose_node(parent, index)

        def construct_object(self, node: Any, deep: bool = False) -> Any:
            try:
                return super().construct_object(node, deep)
            except (ValueError, ArithmeticError):
                raise refused("value", node, str(node.value)[:40]) from None

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            found: dict[Any, Any] = {}
            for key_node, value_node in node.value:
                key = self.construct_object(key_node, deep=True)
                if not isinstance(key, (str, int, date)):
                    raise refused("key", key_node)
                if key in found:
                    raise refused("twice", key_node, str(key))
                found[key] = self.construct_object(value_node, deep=True)
            return found

        def exact(self, node: Any) -> Decimal:
            number = Decimal(str(self.construct_scalar(node)).replace("_", ""))
            if not number.is_finite():
                raise ValueError(node.value)
            return number

        def unknown(self, node: Any) -> Any:
            raise refused("tag", node, str(node.tag))

    Strict.add_constructor("tag:yaml.org,2002:float", Strict.exact)
    Strict.add_constructor(None, Strict.unknown)
    return Strict


def _case(item: Any, file: str, number: int) -> Case:
    if not isinstance(item, dict):
        raise unreadable(file, "file.not-a-case", number=number)
    called = str(item.get("name") or "—")
    for problem in _wrong(item):
        id, key = problem
        raise unreadable(file, id, number=number, name=called, key=str(key), keys=", ".join(KEYS))
    return Case(
        name=item["name"],
        date=item["date"],
        rule=item["rule"],
        input=item["input"] or {},
        output=item["output"],
        file=file,
        number=number,
    )


def _wrong(item: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """What is not right with a case, by message and key."""
    yield from (("case.key-unknown", str(key)) for key in item if key not in KEYS)
    yield from (("case.key-missing", key) for key in KEYS if key not in item)
    for key in ("name", "rule"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            yield "case.not-a-text", key
    # A moment is a date to Python, and not one to a case.
    if not isinstance(item.get("date"), date) or isinstance(item.get("date"), datetime):
        yield "case.not-a-date", "date"
    if not isinstance(item.get("input") or {}, dict):
        yield "case.not-a-mapping", "input"
    if not isinstance(item.get("output"), dict) or not item["output"]:
        yield "case.not-a-mapping", "output"
