"""A channel that managers cannot read."""
