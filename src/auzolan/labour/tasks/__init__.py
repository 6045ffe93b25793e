"""Tasks: what is to be done, at which price."""
