"""A year's result: its plan by the charter's distribution, and the books of it."""
