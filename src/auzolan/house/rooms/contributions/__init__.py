"""What the house shows of the contributions: tables, queries, pages, commands. No rule."""
