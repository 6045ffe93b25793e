"""What those who work say, and what the books say about their jobs."""
