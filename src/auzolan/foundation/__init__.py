"""What every room stands on: canonical text, moments, money, ids, refusals, rows and books.

Imports nothing of ours. Knows no member, vote or euro of a particular co-operative.
"""
