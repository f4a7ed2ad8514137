"""The chapter of what the checks found: open findings by severity, then the waived ones."""

from collections.abc import Sequence

from mitgrim.checks import Finding, Severity
from mitgrim.documents.chapters.material import Material
from mitgrim.documents.outline import (
    Block,
    Findings,
    Found,
    FoundAt,
    Paragraph,
    Section,
    prose,
)
from mitgrim.documents.where import project_at, where_text
from mitgrim.plan import Waiver


def chapter(material: Material) -> Section:
    words = material.words
    open_ = [finding for finding in material.findings if finding.waived is None]
    waived = [finding for finding in material.findings if finding.waived is not None]
    blocks: list[Block] = [Paragraph(text=prose(_summary(material, open_, waived)))]
    for severity in Severity:
        own = [finding for finding in open_ if finding.severity is severity]
        if own:
            heading = words(f"findings.{severity.value}", n=len(own))
            blocks.append(_section(material, severity.value, heading, own))
    if waived:
        heading = words("findings.waived", n=len(waived))
        blocks.append(_section(material, "waived", heading, waived))
    return Section(id="findings", heading=words("findings.heading"), blocks=tuple(blocks))


def _summary(material: Material, open_: Sequence[Finding], waived: Sequence[Finding]) -> str:
    words = material.words
    if not open_ and not waived:
        return words("findings.nothing")
    blocking = sum(finding.blocks for finding in open_)
    first = words("findings.blocked", n=blocking) if blocking else words("findings.clear")
    return f"{words('findings.lead', n=len(open_), waived=len(waived))} {first}"


def _section(material: Material, kind: str, heading: str, found: Sequence[Finding]) -> Section:
    words = material.words
    together: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in found:
        key = (finding.id, finding.hint.in_(words.lang), finding.reference)
        together.setdefault(key, []).append(finding)
    items = tuple(
        Found(
            check=check,
            hint=hint,
            reference=reference,
            places=tuple(_place(material, finding) for finding in some),
        )
        for (check, hint, reference), some in together.items()
    )
    return Section(
        id=f"findings-{kind}",
        heading=heading,
        blocks=(Findings(severity=kind, items=items),),
    )


def _place(material: Material, finding: Finding) -> FoundAt:
    words = material.words
    project = project_at(material.plan, finding.place)
    return FoundAt(
        where=where_text(material.plan, finding.place, material.numbers, words),
        message=finding.message.in_(words.lang),
        target=material.project_anchor(project) if project else "",
        waiver=_waiver(material, finding.waived) if finding.waived else "",
    )


def _waiver(material: Material, waiver: Waiver) -> str:
    words = material.words
    who = ", ".join(part for part in (waiver.by, words.day(waiver.day)) if part)
    reason = words("findings.reason", reason=waiver.reason or words("findings.no-reason"))
    return f"{reason} ({who})" if who else reason
