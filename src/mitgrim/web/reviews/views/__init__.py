"""The pages of committees, and of what was adopted."""
