"""What every plan of the programme shares: cities, sectors, actions, trees, money, the law."""

from datetime import date
from decimal import Decimal

from mitgrim.plan import (
    Action,
    Area,
    Ceiling,
    City,
    Confidence,
    Crosswalk,
    FundingSource,
    GateKind,
    Mapping,
    Node,
    ProgrammeLine,
    Scope,
    Sector,
    Source,
    SourceClass,
    StatutoryItem,
    Strategy,
    Tree,
    Use,
)
from mitgrim.programmes.innovation_cities.reading import Row, label, provenance, rows


def day(value: str) -> date | None:
    """A date of the content, or None where the cell is empty."""
    return date.fromisoformat(value) if value else None


def cities() -> tuple[City, ...]:
    """The ten innovation cities with their host areas, in customary order."""
    return tuple(
        City(
            id=row["id"],
            number=int(row["number"]),
            name=label(row),
            short=label(row, "short"),
            hosts=tuple(
                Area(code=host["code"], name=label(host), parent=host["parent"])
                for host in rows("hosts.csv")
                if host["city"] == row["id"]
            ),
            provenance=provenance(row),
        )
        for row in rows("cities.csv")
    )


def sectors() -> tuple[Sector, ...]:
    """The five sectors with what each aims at, in the words of the release."""
    return tuple(
        Sector(
            id=row["id"],
            number=int(row["number"]),
            name=label(row),
            aim=label(row, "aim"),
            provenance=provenance(row),
        )
        for row in rows("sectors.csv")
    )


def strategies() -> tuple[Strategy, ...]:
    """The strategies of each sector, in the words of the release."""
    return tuple(
        Strategy(
            id=row["id"],
            sector=row["sector"],
            number=int(row["number"]),
            name=label(row),
            provenance=provenance(row),
        )
        for row in rows("strategies.csv")
    )


def actions() -> tuple[Action, ...]:
    """The 53 actions; the 34 whose titles are not published have none."""
    return tuple(
        Action(
            id=row["id"],
            sector=row["sector"],
            number=int(row["number"]),
            title=label(row),
            provenance=provenance(row),
        )
        for row in rows("actions.csv")
    )


def trees() -> tuple[Tree, ...]:
    """The five sectors of the draft and the three fields of the adopted plan."""
    return tuple(
        Tree(
            id=row["id"],
            name=label(row),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            nodes=tuple(_node(node) for node in rows("nodes.csv") if node["tree"] == row["id"]),
            provenance=provenance(row),
        )
        for row in rows("trees.csv")
    )


def _node(row: Row) -> Node:
    return Node(id=row["id"], number=int(row["number"]), name=label(row))


def crosswalks() -> tuple[Crosswalk, ...]:
    """From the sectors to the nodes of both trees; the shares to the three fields are made up."""
    return tuple(
        Crosswalk(
            tree=row["tree"],
            mappings=tuple(
                Mapping(item=part["item"], node=part["node"], share=Decimal(part["share"]))
                for part in rows("mappings.csv")
                if part["tree"] == row["tree"]
            ),
            provenance=provenance(row),
        )
        for row in rows("crosswalks.csv")
    )


def source_classes() -> tuple[SourceClass, ...]:
    """국비, 지방비, 민간 등: the classes in which the plan's money was published."""
    return tuple(
        SourceClass(
            id=row["id"],
            number=int(row["number"]),
            name=label(row),
            sources=tuple(FundingSource(source) for source in row["sources"].split()),
            provenance=provenance(row),
        )
        for row in rows("source_classes.csv")
    )


def gate_kinds() -> tuple[GateKind, ...]:
    """What kept money from being spent, by the Budget Office, and the uses that each opens."""
    return tuple(
        GateKind(
            id=row["id"],
            name=label(row),
            opens=tuple(Use(use) for use in row["opens"].split()),
            required_for=tuple(Use(use) for use in row["required_for"].split()),
            provenance=provenance(row),
        )
        for row in rows("gate_kinds.csv")
    )


def programme_lines() -> tuple[ProgrammeLine, ...]:
    """The budget line for the innovation centres with what was budgeted for it."""
    return tuple(
        ProgrammeLine(
            id=row["id"],
            name=label(row),
            ministry=row["ministry"],
            source=FundingSource(row["source_of_money"]),
            ratio=Decimal(row["ratio"]),
            ceilings=tuple(
                Ceiling(year=int(ceiling["year"]), amount=int(ceiling["amount"]))
                for ceiling in rows("ceilings.csv")
                if ceiling["programme_line"] == row["id"]
            ),
            provenance=provenance(row),
        )
        for row in rows("programme_lines.csv")
    )


def statutory_items() -> tuple[StatutoryItem, ...]:
    """What the Act and its decree say the national plan and a city's plan must contain."""
    return tuple(
        StatutoryItem(
            code=row["code"],
            scope=Scope(row["scope"]),
            title=label(row),
            reference=row["reference"],
            provenance=provenance(row),
        )
        for row in rows("statutory_items.csv")
    )


def sources() -> tuple[Source, ...]:
    """Every document that the programme's content cites."""
    return tuple(
        Source(
            id=row["id"],
            title=label(row),
            publisher=row["publisher"],
            published=day(row["published"]),
            address=row["address"],
            licence=row["licence"],
            confidence=Confidence(row["confidence"]),
        )
        for row in rows("sources.csv")
    )
