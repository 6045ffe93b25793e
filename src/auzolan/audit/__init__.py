"""Checking a co-operative from its folder: read, replay, compare.

It needs neither Django nor a server, and it writes nothing.
"""
