"""The command line: one command per verb, on plan folders."""

from mitgrim.cli.app import app, main

__all__ = ["app", "main"]
