"""The chapter of the procedure: stages with their dates, done, passed, next and later; forums.

Dates of early stages are often not known although later ones are done; such a stage is passed,
and no date is made up for it.
"""

from collections.abc import Sequence

from mitgrim.documents import marks
from mitgrim.documents.chapters import forum, passages
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Paragraph,
    Run,
    Section,
    Step,
    Steps,
    StepState,
    prose,
)
from mitgrim.plan import Stage, next_stage, numbered


def chapter(material: Material) -> Section | None:
    words = material.words
    steps = _steps(material)
    blocks: list[Block] = [*passages.of_chapter(material, "procedure")]
    blocks += [steps] if steps else []
    blocks += forum.sections(material)
    if not blocks:
        return None
    return Section(id="procedure", heading=words("procedure.heading"), blocks=tuple(blocks))


def _steps(material: Material) -> Section | None:
    words = material.words
    stages = numbered(material.plan.nation.stages)
    if not stages:
        return None
    origins = {marks.of(stage.provenance) for stage in stages}
    common = origins.pop() if len(origins) == 1 else None
    states = _states(stages)
    steps = tuple(
        _step(material, stage, state, with_mark=common is None)
        for stage, state in zip(stages, states, strict=True)
    )
    said = f"{standing(material)}{_unknown(material, states)}"
    return Section(
        id="stages",
        heading=words("procedure.stages"),
        blocks=(Paragraph(text=prose(Run(text=said, mark=common))), Steps(items=steps)),
    )


def standing(material: Material) -> str:
    """How far the procedure has come, in a sentence."""
    words = material.words
    stages = numbered(material.plan.nation.stages)
    done = [stage for stage in stages if stage.done]
    next_ = next_stage(stages)
    after = words("procedure.next-is", name=words.name(next_.name, next_.id)) if next_ else ""
    if not done:
        return after
    name = words.name(done[-1].name, done[-1].id)
    reached = words("procedure.reached", name=name, day=words.day(done[-1].done))
    return f"{reached} {after}".strip()


def _unknown(material: Material, states: Sequence[StepState]) -> str:
    passed = sum(state is StepState.PASSED for state in states)
    return f" {material.words('procedure.unknown', n=passed)}" if passed else ""


def _states(stages: Sequence[Stage]) -> list[StepState]:
    last = max((place for place, stage in enumerate(stages) if stage.done), default=-1)
    return [
        StepState.DONE
        if stage.done
        else StepState.PASSED
        if place < last
        else StepState.NEXT
        if place == last + 1
        else StepState.LATER
        for place, stage in enumerate(stages)
    ]


def _step(material: Material, stage: Stage, state: StepState, *, with_mark: bool) -> Step:
    words = material.words
    planned = words.days(stage.starts, stage.ends)
    when = words.day(stage.done, weekday=True) or planned
    undated = "procedure.undone" if state is StepState.PASSED else "procedure.undated"
    who = " · ".join(part for part in (words.name(stage.who), stage.basis) if part)
    return Step(
        name=words.name(stage.name, stage.id),
        state=state,
        state_text=words(f"procedure.{state.value}"),
        when=when or words(undated),
        lines=tuple(line for line in (who, words.name(stage.note)) if line),
        mark=marks.of(stage.provenance) if with_mark else None,
    )
