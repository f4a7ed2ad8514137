"""The command line: one command per verb, on plan folders."""

from mitgrim.cli.app import VERBS, main

__all__ = ["VERBS", "main"]
