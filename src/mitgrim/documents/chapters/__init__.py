"""The chapters of the plan book, one file each; a chapter with nothing to say is left out."""
