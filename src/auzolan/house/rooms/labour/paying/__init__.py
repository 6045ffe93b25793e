"""Pay: time on pages, floors, top-ups, settlements."""
