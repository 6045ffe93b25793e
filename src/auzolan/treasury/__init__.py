"""The co-operative's money: ledger, periods, surplus, capital accounts.

Whole cents, every transaction sums to zero, nothing enters a closed period, and no surplus is
distributed without a resolution of the members. It sends nothing to a bank.
"""
