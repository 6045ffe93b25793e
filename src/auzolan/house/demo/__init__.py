"""The demo: one year of a co-operative on real purchases, with people and money made up by a seed.

It goes through the same flows and the same desk as everybody. It is no test and no template.
"""
