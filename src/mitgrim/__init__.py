"""Mitgrim (밑그림): comprehensive plans as values that can be checked, compared and printed."""

__version__ = "0.1.0"
