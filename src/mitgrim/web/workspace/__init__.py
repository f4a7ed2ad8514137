"""The pages of the workspace that read and decide: my work, histories, comparisons, hand-in."""
