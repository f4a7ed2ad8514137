"""Projects: what a city does, when, with whose money, and after what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mitgrim.plan.indicators import Effect
from mitgrim.plan.kinds import Certainty, PrerequisiteKind, Status, Use
from mitgrim.plan.ledger import Booked, booked
from mitgrim.plan.money import FundingLine, JointShare
from mitgrim.plan.records import OWN, Label, Period, Provenance, Record
from mitgrim.wording import Lang, prose_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the earth in decimal degrees (WGS 84)."""

    longitude: Decimal
    latitude: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GateKind:
    """A kind of 사전절차 and the uses of money that it opens."""

    id: str
    name: Label = Label()
    opens: tuple[Use, ...] = ()
    required_for: tuple[Use, ...] = ()
    provenance: Provenance = OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """사전절차: what must be done before money of certain uses can be spent."""

    id: str
    kind: str = ""
    planned: date | None = None
    done: date | None = None
    opens: tuple[Use, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """Another project that must have started, or finished, first."""

    project: str
    kind: PrerequisiteKind = PrerequisiteKind.FINISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Record):
    """One scale at which a project could be done, with its money and effects."""

    id: str
    name: Label = Label()
    money: tuple[FundingLine, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLink:
    """타 계획 연계: the item of another plan that a project relies on."""

    upper_plan: str
    item: str = ""
    relies_on: str = ""
    confirmed: date | None = None


@booked
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Project(Booked):
    """사업: what a city does under one primary action, which fixes its sector.

    A joint project is stored once, in the lead city's section; `shares` says what the partner
    cities pay of it.
    """

    id: str
    city: str
    name: Label = Label()
    action: str = ""
    other_actions: tuple[str, ...] = ()
    description: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    owner: str = ""
    due: date | None = None
    areas: tuple[str, ...] = ()
    point: Point | None = None
    status: Status = Status.IDENTIFICATION
    period: Period | None = None
    variants: tuple[Variant, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    alternatives: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    money: tuple[FundingLine, ...] = ()
    declared_total: int | None = None
    shares: tuple[JointShare, ...] = ()
    effects: tuple[Effect, ...] = ()
    indicators: tuple[str, ...] = ()
    links: tuple[PlanLink, ...] = ()
    certainty: Certainty | None = None
    notes: str = ""
    provenance: Provenance = OWN

    def __repr__(self) -> str:
        when = f" {self.period}" if self.period else ""
        partners = ", ".join(share.city for share in self.shares)
        joint = f", joint with {partners}" if partners else ""
        return (
            f"<Project {self.id} «{self.name}» {self.action or 'no action'}{when}, "
            f"{prose_amount(self.amount(), Lang.KO)} in {len(self.money)} lines{joint}, "
            f"{self.provenance.kind.value}>"
        )
