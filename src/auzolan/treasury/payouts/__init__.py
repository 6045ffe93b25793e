"""Money on its way to members' banks."""
