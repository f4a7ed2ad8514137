"""Opinion groups of a debate: who votes alike, what each group stands for, what all share.

`docs/deliberation.md` is the specification; its § numbers stand beside what they define. Votes are
arrays (`votes`), and everything is a value computed from them: places on a map (`places`), groups
(`grouping`), statements that stand for them or for all (`statements`), how far the groups hold
(`stability`). `groups` puts these together, `cities` does so for each city and across them, and
`running` keeps the results of a debate that goes on. Needs numpy and numba, the extra
`[deliberation]`.
"""
