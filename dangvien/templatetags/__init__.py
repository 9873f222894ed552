"""Template libraries of the application."""
