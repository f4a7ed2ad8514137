"""Category trees: sectors, actions, and crosswalks from one way of sorting to another."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mitgrim.plan.records import OWN, Label, Provenance, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """분야: one of the plan's sectors, in the order of its number."""

    id: str
    number: int = 0
    name: Label = Label()
    aim: Label = Label()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """추진전략: what a sector aims at, as one line of its strategy."""

    id: str
    sector: str = ""
    number: int = 0
    name: Label = Label()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """세부과제: one entry of the catalogue; an empty title means that it is not published."""

    id: str
    sector: str = ""
    number: int = 0
    title: Label = Label()
    strategy: str = ""
    without_project: str = ""
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One category of a tree; without a parent it is at the top."""

    id: str
    number: int = 0
    name: Label = Label()
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(Record):
    """A dated way of sorting the plan's projects."""

    id: str
    name: Label = Label()
    valid_from: date | None = None
    valid_to: date | None = None
    nodes: tuple[Node, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """The share of a sector, action or project that belongs to a node; the nearest counts."""

    item: str
    node: str
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk(Record):
    """From the plan's sectors, actions and projects to the nodes of one tree, with shares."""

    tree: str
    mappings: tuple[Mapping, ...] = ()
    provenance: Provenance = OWN
