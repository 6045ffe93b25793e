"""The record: entries, their tree, tiles, notes, proofs, commitments and annexes.

It seals what it is given. It does not know what an act means, and decides only two things itself:
whether a sealed field may be erased, and whether the log's key may change.
"""
