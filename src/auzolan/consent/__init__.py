"""Who allows what: grants by purpose and kind, the one gate before every use, withdrawal.

Unknown purpose, kind or person means no. It trains nothing and erases nothing itself.
"""
