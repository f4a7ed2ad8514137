"""The appendix of how the figures came to be: rules, origins, shares, crosswalks, comparisons."""

from decimal import Decimal

from mitgrim.documents import marks
from mitgrim.documents.chapters import declared, sources
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Body,
    Bullet,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Paragraph,
    Row,
    Section,
    Table,
    prose,
)
from mitgrim.plan import Crosswalk, Mapping, Project, city_shares, numbered

_RULES = ("planned", "rounding", "once", "split", "empty")


def chapter(material: Material) -> Section:
    words = material.words
    rules = Bullets(items=tuple(Bullet(text=prose(words(f"reckoning.{r}"))) for r in _RULES))
    blocks: list[Block] = [
        Section(id="rules", heading=words("reckoning.rules"), blocks=(rules,)),
        Section(
            id="origins",
            heading=words("reckoning.origins"),
            blocks=(
                Paragraph(text=prose(words("reckoning.origins-lead"))),
                sources.kinds(material),
            ),
        ),
    ]
    more = (_joint(material), _crosswalks(material), declared.section(material))
    blocks += [section for section in more if section]
    return Section(id="reckoning", heading=words("reckoning.heading"), blocks=tuple(blocks))


def _joint(material: Material) -> Section | None:
    """What each city pays of the projects that several share."""
    words = material.words
    joint = [project for project in material.projects if project.shares]
    if not joint:
        return None
    columns = (
        Column(head=words("projects.number"), kind=ColumnKind.LABEL),
        Column(head=words("themes.city")),
        Column(head=words("reckoning.pays"), kind=ColumnKind.AMOUNT),
        Column(head=words("table.share"), kind=ColumnKind.PERCENT),
    )
    bodies = tuple(_of_joint(material, project) for project in joint)
    won = sum(project.amount() for project in joint)
    table = Table(
        id="joint-projects",
        caption=words("reckoning.joint-caption"),
        unit=words.unit(int(part) for p in joint for part in _parts(p).values()),
        columns=columns,
        bodies=bodies,
        totals=(marks.row_of("", words("table.total"), words.amount(won), ""),),
        row_head=1,
    )
    lead = Paragraph(text=prose(words("reckoning.joint-lead")))
    return Section(
        id="joint", heading=words("reckoning.joint"), blocks=(lead, marks.settled(table))
    )


def _of_joint(material: Material, project: Project) -> Body:
    words, whole = material.words, project.amount()
    return Body(
        head=words.name(project.name, project.id),
        count=words.prose(whole),
        rows=tuple(
            marks.row_of(
                Cell(
                    text=material.numbers.get(project.id, ""),
                    target=material.project_anchor(project.id),
                ),
                material.city_label(city),
                Cell(text=words.amount(won), mark=marks.of(project.provenance, "shares")),
                words.share(won, whole),
            )
            for city, won in _parts(project).items()
        ),
    )


def _parts(project: Project) -> dict[str, int]:
    """Won by city, the lead first; where the shares cannot be, the lead pays it all."""
    cities, weights = city_shares(project)
    if len(cities) == 1:
        return {cities[0]: project.amount()}
    paid = {project.city: 0}
    for city, won in zip(cities, weights, strict=True):
        paid[city] = paid.get(city, 0) + int(won)
    return paid


def _crosswalks(material: Material) -> Section | None:
    """How sectors, actions and projects are shared out to the nodes of each other tree."""
    words = material.words
    tables = tuple(
        _crosswalk(material, crosswalk, number)
        for number, crosswalk in enumerate(material.plan.nation.crosswalks, start=1)
        if crosswalk.mappings
    )
    if not tables:
        return None
    lead = Paragraph(text=prose(words("reckoning.crosswalk-lead")))
    return Section(id="crosswalks", heading=words("reckoning.crosswalks"), blocks=(lead, *tables))


def _crosswalk(material: Material, crosswalk: Crosswalk, number: int) -> Table:
    words = material.words
    tree = next((t for t in material.plan.nation.trees if t.id == crosswalk.tree), None)
    name = words.name(tree.name, tree.id) if tree else crosswalk.tree
    nodes = {node.id: words.name(node.name, node.id) for node in (tree.nodes if tree else ())}
    columns = (
        Column(head=words("reckoning.from")),
        Column(head=words("reckoning.to")),
        Column(head=words("table.share"), kind=ColumnKind.PERCENT),
    )
    items = _items(material)
    order = {item: place for place, item in enumerate(items)}
    mappings = sorted(
        crosswalk.mappings, key=lambda own: (order.get(own.item, len(order)), own.item)
    )
    return Table(
        id=f"crosswalk-{number}",
        caption=words("reckoning.crosswalk-caption", tree=name),
        columns=columns,
        bodies=(Body(rows=tuple(_mapping(own, items, nodes) for own in mappings)),),
        mark=marks.of(crosswalk.provenance),
    )


def _mapping(own: Mapping, items: dict[str, str], nodes: dict[str, str]) -> Row:
    return marks.row_of(
        items.get(own.item, own.item), nodes.get(own.node, own.node), _percent(own.share)
    )


def _percent(share: Decimal) -> str:
    if not share.is_finite():
        return str(share)
    text = f"{100 * share:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def _items(material: Material) -> dict[str, str]:
    """What a crosswalk may map, by id: sectors, actions, projects."""
    words, nation = material.words, material.plan.nation
    return {
        **material.sector_names(),
        **{action.id: words.name(action.title, action.id) for action in numbered(nation.actions)},
        **{
            project.id: f"{material.numbers.get(project.id, '')} "
            f"{words.name(project.name, project.id)}".strip()
            for project in material.projects
        },
    }
