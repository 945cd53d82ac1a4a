"""Small models that run beside the rules: read from a folder, checked, and run on the processor without torch."""
