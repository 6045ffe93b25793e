"""Telling people what happened: on a page, by mail, and to programs."""
