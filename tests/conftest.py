"""How the laws are tried: without a clock; with MITGRIM_THOROUGH=1, two thousand times each."""

import os

from hypothesis import settings

# These machines are shared: a deadline would test the neighbours.
settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("thorough", parent=settings.get_profile("house"), max_examples=2_000)
settings.load_profile("thorough" if os.environ.get("MITGRIM_THOROUGH") else "house")
