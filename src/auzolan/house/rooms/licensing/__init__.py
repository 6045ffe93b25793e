"""What the house shows of licensing: tables, queries, pages, commands. No rule."""
