"""Drafts and revisions: sections stored once by digest, manifests, merges, hand-in, baselines."""
