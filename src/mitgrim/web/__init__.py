"""The workspace and the public pages: the process around plans, in the only place with Django.

The engine's values stand on their own; here are the people, their drafts, what was handed in and
what is published. No table holds a second copy of a plan's content: sections are stored once, by
their digest.
"""
