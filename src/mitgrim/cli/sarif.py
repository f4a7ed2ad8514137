"""Findings as SARIF 2.1.0, which code hosts and editors show beside the file."""

from collections.abc import Iterable
from typing import Any

from mitgrim import __version__
from mitgrim.checks import Finding
from mitgrim.plan import NATION


def sarif(found: Iterable[Finding]) -> dict[str, Any]:
    """One run with a rule per check and a result per finding; a waived one is suppressed."""
    findings = list(found)
    rules = {finding.id: _rule(finding) for finding in findings}
    driver = {"name": "mitgrim", "version": __version__, "rules": list(rules.values())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "help": {"text": f"{finding.hint.ko} / {finding.hint.en}"},
        "defaultConfiguration": {"level": finding.severity.value},
        "properties": {"reference": finding.reference},
    }


def _result(finding: Finding) -> dict[str, Any]:
    section = finding.place.split("/")[0]
    file = "nation.json" if section in ("", NATION) else f"cities/{section}.json"
    location = {
        "physicalLocation": {"artifactLocation": {"uri": file}},
        "logicalLocations": [{"fullyQualifiedName": finding.place or "plan"}],
    }
    result: dict[str, Any] = {
        "ruleId": finding.id,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message.ko} / {finding.message.en}"},
        "locations": [location],
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.waived.reason}]
    return result
