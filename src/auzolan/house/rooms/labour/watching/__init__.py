"""Who may see what about one person, and for how long."""
