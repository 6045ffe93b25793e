"""What the house shows of consent: tables, queries, pages, commands. No rule."""
