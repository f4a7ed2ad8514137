"""What is typed and not saved: kept for its author until it is saved or thrown away."""

from collections.abc import Mapping

from mitgrim.web.people.models import Person
from mitgrim.web.revisions.models import Autosave, Branch, StoredRevision


def keep(
    *, by: Person, branch: Branch, place: str, base: StoredRevision, fields: Mapping[str, object]
) -> Autosave:
    """Keep the state of a form."""
    texts = {name: _storable(own) for name, own in fields.items()}
    kept, _ = Autosave.objects.update_or_create(
        person=by, branch=branch, place=place, defaults={"base": base, "fields": texts}
    )
    return kept


def kept_at(person: Person, branch: Branch, place: str) -> Autosave | None:
    """What somebody has typed at a place and not saved."""
    rows = Autosave.objects.select_related("base")
    return rows.filter(person=person, branch=branch, place=place).first()


def throw_away(*, by: Person, branch: Branch, place: str) -> None:
    """Forget what somebody has typed at a place: it was saved, or they want it gone."""
    Autosave.objects.filter(person=by, branch=branch, place=place).delete()


def _storable(value: object) -> object:
    """A text, or a list of texts, with a replacement sign for what PostgreSQL does not take."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    return [_storable(own) for own in value] if isinstance(value, list) else value
