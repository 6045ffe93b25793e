"""The books in the forms that other programs read. Each form is a module; none decides anything."""
