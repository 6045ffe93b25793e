"""Where rows rest: SQL text, the books over tables, the database files. No rule lives here."""
