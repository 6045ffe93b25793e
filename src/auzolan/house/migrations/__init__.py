"""The one history of the tables, written by `makemigrations`, never by hand."""
