"""The doors: command line and portal. They ask, show and carry; they decide nothing."""
