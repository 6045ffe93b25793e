"""Exact values of single rows for nearest neighbours, and of members as sums over their rows.

Knows no money: what is paid is computed in whole numbers by `payable`.
"""
