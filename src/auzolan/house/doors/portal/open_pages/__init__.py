"""Pages for whoever wants to know how this co-operative does, with or without an account."""
