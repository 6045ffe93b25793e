"""What the house shows of the treasury: tables, queries, pages, commands. No rule."""
