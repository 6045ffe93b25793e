"""What the house shows of labour: tables, queries, pages, commands. No rule."""
