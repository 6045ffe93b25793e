"""Keys with which programs come in for a person, and where programs are told what happened."""
