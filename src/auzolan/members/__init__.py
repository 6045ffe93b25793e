"""Who belongs: admission, standing, keys, leaving.

Names are sealed: this room knows members by their random ids only.
"""
