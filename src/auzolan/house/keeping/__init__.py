"""Keeping a co-operative running: backups, restoring, upgrades, and changing the record's key.

Nothing here decides anything about members, money or votes, and nothing here is a setting.
"""
