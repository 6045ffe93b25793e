"""What the house shows of the members: tables, queries, pages, commands. No rule."""
