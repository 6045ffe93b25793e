"""What each room shows of itself in the house: tables, queries, pages, commands. No rule."""
