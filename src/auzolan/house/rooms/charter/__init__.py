"""What the house shows of the charter: tables, queries, pages, commands. No rule."""
