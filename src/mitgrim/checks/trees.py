"""Rules about actions, trees and crosswalks: everything sorted once, nothing left out."""

from collections.abc import Iterator
from decimal import Decimal

from mitgrim.checks.engine import Hit, rule, said
from mitgrim.checks.findings import Severity
from mitgrim.checks.records import named
from mitgrim.plan import NATION, Action, Crosswalk, Nation, Plan, node_shares, place
from mitgrim.wording import Lang, in_both


@rule("action-uncovered", Severity.WARNING, "docs/records.md#projects")
def action_uncovered(plan: Plan) -> Iterator[Hit]:
    """No project carries out some actions, and nobody says why."""
    covered = {a for project in plan.projects() for a in (project.action, *project.other_actions)}
    without = [
        action
        for action in plan.nation.actions
        if action.title and action.id not in covered and not action.without_project.strip()
    ]
    if without:
        actions = in_both(lambda lang: ", ".join(_listed(own, lang) for own in without))
        yield Hit(place(NATION, "actions"), count=len(without), actions=actions)


def _listed(action: Action, lang: Lang) -> str:
    return f"{action.id} {named(action).in_(lang)}"


@rule("crosswalk-item-unknown", Severity.ERROR, "docs/records.md#trees")
def crosswalk_item_unknown(plan: Plan) -> Iterator[Hit]:
    """A crosswalk sorts something that is no sector, action or project of the plan."""
    nation = plan.nation
    known = {project.id for project in plan.projects()} | _actions(nation)
    known |= {sector.id for sector in nation.sectors}
    for crosswalk in nation.crosswalks:
        for mapping in crosswalk.mappings:
            if mapping.item not in known:
                yield Hit(_of(crosswalk), tree=crosswalk.tree, item=mapping.item)


@rule("crosswalk-node-unknown", Severity.ERROR, "docs/records.md#trees")
def crosswalk_node_unknown(plan: Plan) -> Iterator[Hit]:
    """A crosswalk leads to a category that its tree does not have."""
    nodes = {tree.id: {node.id for node in tree.nodes} for tree in plan.nation.trees}
    for crosswalk in plan.nation.crosswalks:
        for mapping in crosswalk.mappings:
            if crosswalk.tree in nodes and mapping.node not in nodes[crosswalk.tree]:
                yield Hit(_of(crosswalk), tree=crosswalk.tree, node=mapping.node)


@rule("crosswalk-double-counting", Severity.ERROR, "docs/records.md#trees")
def crosswalk_double_counting(plan: Plan) -> Iterator[Hit]:
    """The shares of one thing sum to more than the whole."""
    for crosswalk in plan.nation.crosswalks:
        for item, share in _sums(crosswalk).items():
            if share > 1:
                yield Hit(_of(crosswalk), tree=crosswalk.tree, item=item, share=str(share))


@rule("crosswalk-incomplete", Severity.ERROR, "docs/records.md#trees")
def crosswalk_incomplete(plan: Plan) -> Iterator[Hit]:
    """Part of something, or a whole project, belongs to no category of a tree."""
    for crosswalk in plan.nation.crosswalks:
        for item, share in _sums(crosswalk).items():
            if share < 1:
                yield Hit(_of(crosswalk), tree=crosswalk.tree, item=item, share=str(share))
    for tree in plan.nation.trees:
        shares = node_shares(plan.nation, tree.id)
        for project in plan.projects():
            if project.action in _actions(plan.nation) and shares(project)[0] == ("",):
                where = place(NATION, "trees", tree.id)
                yield Hit(where, tree=said(tree.name, tree.id), item=project.id, share="0")


@rule("tree-parent-unknown", Severity.ERROR, "docs/records.md#trees")
def tree_parent_unknown(plan: Plan) -> Iterator[Hit]:
    """A category hangs under one that its tree does not have, or under itself."""
    for tree in plan.nation.trees:
        parents = {node.id: node.parent for node in tree.nodes}
        for node in tree.nodes:
            where = place(NATION, "trees", tree.id, "nodes", node.id, "parent")
            if (node.parent and node.parent not in parents) or _goes_round(node.id, parents):
                yield Hit(where, name=named(node), parent=node.parent)


def _goes_round(node: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while node := parents.get(node, ""):
        if node in seen:
            return True
        seen.add(node)
    return False


def _sums(crosswalk: Crosswalk) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for mapping in crosswalk.mappings:
        sums[mapping.item] = sums.get(mapping.item, Decimal(0)) + mapping.share
    return sums


def _actions(nation: Nation) -> set[str]:
    return {action.id for action in nation.actions}


def _of(crosswalk: Crosswalk) -> str:
    return place(NATION, "crosswalks", crosswalk.tree)
