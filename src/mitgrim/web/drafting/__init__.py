"""Drafting: the pages on which planners write a section, and nothing they type is lost."""
