"""Evidence worth trusting: importing, adding, searching, counting and linting."""
