"""Running the site: serving it, its database, its backups, and a demonstration.

The command line loads these modules by name, when a verb needs them: without Django everything
else of Mitgrim works.
"""
