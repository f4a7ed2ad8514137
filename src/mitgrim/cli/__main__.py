"""`python -m mitgrim.cli` is `mitgrim`."""

from mitgrim.cli.app import main

main()
