"""The rules of a well-formed plan, and the engine that runs them."""

from mitgrim.checks.findings import Finding, Severity

__all__ = ["Finding", "Severity"]
