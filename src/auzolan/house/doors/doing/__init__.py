"""Doing things at a door: forms made from what a doing asks, a look before a yes, and the receipt."""
