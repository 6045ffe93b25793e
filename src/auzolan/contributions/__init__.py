"""What members bring: batches of rows, committed to on the record, kept in the vault.

This room holds counts and roots, never a row, nor an unsalted hash of one.
"""
