"""The closed sets that a plan's records choose from; `choices.csv` has their labels."""

from enum import StrEnum


class FundingSource(StrEnum):
    """재원: who pays."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    INSTITUTION = "institution"
    PRIVATE = "private"
    FUND = "fund"


class Phase(StrEnum):
    """The ladder each won climbs; phases are compared with one another, never summed."""

    PLANNED = "planned"
    REQUESTED = "requested"
    CEILING = "ceiling"
    BILL = "bill"
    APPROPRIATED = "appropriated"
    DISBURSED = "disbursed"
    EXECUTED = "executed"
    CARRIED_OVER = "carried_over"


class Use(StrEnum):
    """용도: what the money buys; a gate opens uses, not projects."""

    STUDY = "study"
    DESIGN = "design"
    LAND = "land"
    WORKS = "works"
    EQUIPMENT = "equipment"
    OPERATION = "operation"


class Certainty(StrEnum):
    """How sure the money is."""

    SECURED = "secured"
    IN_BILL = "in_bill"
    TO_COMPETE = "to_compete"
    UNSECURED = "unsecured"


class ProvenanceKind(StrEnum):
    """Where a record comes from: a document, the example's maker, or the person typing."""

    PUBLISHED = "published"
    EXAMPLE = "example"
    OWN = "own"


class Confidence(StrEnum):
    """How a source was read, from the primary text down to memory."""

    PRIMARY = "primary"
    PRESS = "press"
    WEAK = "weak"
    INFERRED = "inferred"


class Status(StrEnum):
    """How far a project has come, in the terms of OC4IDS."""

    IDENTIFICATION = "identification"
    PREPARATION = "preparation"
    IMPLEMENTATION = "implementation"
    COMPLETION = "completion"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PrerequisiteKind(StrEnum):
    """What must have happened to the other project before this one starts."""

    STARTED = "started"
    FINISHED = "finished"


class IndicatorKind(StrEnum):
    """What an indicator measures: money spent, things made, or change achieved."""

    FINANCIAL = "financial"
    OUTPUT = "output"
    RESULT = "result"


class Direction(StrEnum):
    """Which way an indicator is meant to go."""

    UP = "up"
    DOWN = "down"


class Dimension(StrEnum):
    """What a total is broken down by."""

    TOTAL = "total"
    YEAR = "year"
    SOURCE = "source"
    SOURCE_CLASS = "source-class"
    CITY = "city"
    SECTOR = "sector"
    TREE = "tree"


class DeclaredUnit(StrEnum):
    """The unit a declared total was printed in."""

    WON = "won"
    THOUSAND = "thousand-won"
    MILLION = "million-won"
    EOK = "eok-won"
    JO = "jo-won"
    PERCENT = "percent"
    PROJECTS = "projects"


class SeriesKind(StrEnum):
    """How the values of a series relate over years; a cumulative one is never summed."""

    STOCK = "stock"
    FLOW = "flow"
    CUMULATIVE = "cumulative"
    RATE = "rate"


class ShareKind(StrEnum):
    """What a printed percentage is: a part of a whole, or a change on its earlier base."""

    SHARE = "share"
    GROWTH = "growth"


class Scope(StrEnum):
    """Whose plan must contain a statutory item."""

    NATION = "nation"
    CITY = "city"
