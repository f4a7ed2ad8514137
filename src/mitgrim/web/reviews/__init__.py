"""Committees: docket, sitting, votes, conditions; the adoption that follows, and its seal."""
