"""Serving models to licensees: rights on every call, a durable meter, segments for the record."""
