"""The words that cases are written in: Korean, English and the id are one thing."""

import csv
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from mitgrim.law.errors import refuse
from mitgrim.wording import Text


class Terms:
    """Words for the keys and choices of cases. A word that is not a term stands for itself.

    An id may have several words; the first are its name.
    """

    def __init__(self, words: Iterable[tuple[str, Text]] = ()) -> None:
        self._names: dict[str, Text] = {}
        self._ids: dict[str, str] = {}
        for id, text in words:
            self._names.setdefault(id, text)
            for word in (id, text.ko, text.en):
                if self._ids.setdefault(word, id) != id:
                    raise refuse("term-twice", word=word, one=self._ids[word], other=id)

    @staticmethod
    def load(package: str, file: str = "terms.csv") -> "Terms":
        """The terms in a CSV file of a package, with the columns `id`, `ko` and `en`."""
        text = files(package).joinpath(file).read_text(encoding="utf-8")
        rows = csv.DictReader(text.splitlines())
        return Terms((row["id"], Text(row["ko"], row["en"])) for row in rows)

    def with_names(self, names: Mapping[str, Text]) -> "Terms":
        """These terms and more."""
        return Terms([*self._words(), *names.items()])

    def id_of(self, word: str) -> str:
        """The id that a word stands for, or the word itself."""
        return self._ids.get(word, word)

    def name_of(self, id: str) -> Text:
        """What an id is called in both languages."""
        return self._names.get(id, Text(id, id))

    def translated(self, value: Any) -> Any:
        """A value of a case with the ids of its keys; what the keys hold is left as it is.

        Raises LawError when two keys of one mapping mean the same.
        """
        if isinstance(value, Mapping):
            found: dict[str, Any] = {}
            for word, held in value.items():
                id = self.id_of(str(word))
                if id in found:
                    raise refuse("key-twice", key=self.name_of(id))
                found[id] = self.translated(held)
            return found
        if isinstance(value, (list, tuple)):
            return [self.translated(item) for item in value]
        return value

    def _words(self) -> Iterable[tuple[str, Text]]:
        by_id: dict[str, list[str]] = {}
        for word, id in self._ids.items():
            by_id.setdefault(id, []).append(word)
        for id, text in self._names.items():
            yield id, text
            yield from ((id, Text(word, word)) for word in by_id[id])
