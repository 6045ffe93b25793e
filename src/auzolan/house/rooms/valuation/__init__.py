"""What the house shows of valuation: tables, queries, pages, commands. No rule."""
