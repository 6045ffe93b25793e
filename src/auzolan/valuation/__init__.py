"""What data is worth: exact values in whole numbers, and the acts that put them on the record.

Arrays in, arrays out. It pays nobody: money uses a valuation only after a second actor has
recomputed it, and the treasury decides how.
"""
