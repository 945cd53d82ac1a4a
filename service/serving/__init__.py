"""`crosscheck serve`: the checks before the start, the processes, and what a newcomer is shown."""
