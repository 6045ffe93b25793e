"""What can be erased: openings of sealed fields, members' rows, the map from tags to members."""
