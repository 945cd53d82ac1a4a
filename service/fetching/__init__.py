"""Getting pages and feeds from the web for somebody else, without being turned against the network we stand in."""
