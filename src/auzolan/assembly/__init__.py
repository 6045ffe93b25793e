"""Where members decide: proposals, one-time ballot tags, ballots, tallies, mandates.

One member, one vote. A ballot cannot be tied to a voter by anything this room holds.
"""
