"""Funding in the browser: scenarios on a revision, their answers, questions about them."""
