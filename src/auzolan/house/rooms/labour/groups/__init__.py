"""Figures about groups, none so small that it shows a person."""
