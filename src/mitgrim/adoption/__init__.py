"""Adoption: what was decided is sealed, so that anyone can prove what it was.

`docs/adoption.md` is the specification; its § numbers stand beside what they define.
"""
