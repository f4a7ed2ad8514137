"""Opinions on places of a plan: taken in, moderated, grouped, answered, carried out, shown."""
