"""How a plan came to be: what changed, who changed the same thing, and one plan out of many parts.

`diff` says what changed from one plan to another and `apply` applies it (`apply_to_section` and
`replaced` to one section alone); `merge` joins two states
that came from one and hands every true clash to a person; `assemble` makes one plan of the cities'
sections. A `Revision` is a manifest of section digests, so that history costs what changed;
`attributed` keeps who wrote what, `unfulfilled` says where a revision does not do what was
promised. All of it compares sections, keyed records and fields, as the
attribute tables have them; only `word_diff` looks into a text.
"""

from mitgrim.history.anchors import Anchor, has_changed_since
from mitgrim.history.apply import apply, apply_to_section, replaced
from mitgrim.history.assemble import assemble
from mitgrim.history.attribution import Attribution, Writer, attributed
from mitgrim.history.diff import Change, ChangeKind, diff, diff_sections
from mitgrim.history.errors import AssembleError, ChangeDoesNotApply, HistoryError
from mitgrim.history.fulfilment import Shortfall, Unfulfilled, content_changes, unfulfilled
from mitgrim.history.merge import Conflict, Merge, SectionMerge, merge, merge_sections
from mitgrim.history.revisions import (
    Revision,
    RevisionMerge,
    changed_sections,
    common_ancestor,
    diff_revisions,
    merge_revisions,
)
from mitgrim.history.shape import ABSENT, Absent
from mitgrim.history.text_diff import Piece, PieceKind, word_diff

__all__ = [
    "ABSENT",
    "Absent",
    "Anchor",
    "AssembleError",
    "Attribution",
    "Change",
    "ChangeDoesNotApply",
    "ChangeKind",
    "Conflict",
    "HistoryError",
    "Merge",
    "Piece",
    "PieceKind",
    "Revision",
    "RevisionMerge",
    "SectionMerge",
    "Shortfall",
    "Unfulfilled",
    "Writer",
    "apply",
    "apply_to_section",
    "assemble",
    "attributed",
    "changed_sections",
    "common_ancestor",
    "content_changes",
    "diff",
    "diff_revisions",
    "diff_sections",
    "has_changed_since",
    "merge",
    "merge_revisions",
    "merge_sections",
    "replaced",
    "unfulfilled",
    "word_diff",
]
