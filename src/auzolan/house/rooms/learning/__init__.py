"""What the house shows of learning: tables, queries, pages, commands. No rule."""
