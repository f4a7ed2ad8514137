"""Debates: short statements, votes in the browser and on paper, and what groups of voters share."""
