"""The HTTP edge: one blueprint a resource, each view four moves: load, call, dump, respond."""
