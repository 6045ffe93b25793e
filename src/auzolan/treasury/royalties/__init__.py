"""Royalties: accrued in millionths, settled in cents."""
