"""Long work in the background: books, checks of a whole plan; how far it is, and its result."""
