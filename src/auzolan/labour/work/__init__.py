"""Work that was done: logged, judged, appealed."""
