"""What the house shows of the record: tables, queries, pages, commands. No rule."""
