"""The ledger: postings, bookings, holds, periods."""
