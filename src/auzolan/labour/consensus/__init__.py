"""Consensus of labels: what a task's answer is, how sure that is, and where people disagree.

It weighs labels. It never sets a wage, never rejects work and never excludes anybody: no rule, no
pay and no vote may import it (docs/decisions/0029), and its numbers are estimates in floats.
Disagreement is kept, since the minority may be right.
"""
