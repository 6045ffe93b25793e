"""What the house shows of the assembly: tables, queries, pages, commands. No rule."""
