"""A person's own exports from platforms: read on her machine, shown first, then offered as rows."""
