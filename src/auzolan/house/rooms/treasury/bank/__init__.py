"""Bank files: payees checked, payments written, the bank's answers read.

Pure functions over small frozen values: bytes in, values or a refusal out. Nothing here opens a
file, asks a clock, sends money, or writes an act; the flows beside it do.
"""
