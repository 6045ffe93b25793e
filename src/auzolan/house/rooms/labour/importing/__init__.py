"""Exports of other tools become work on the books."""
