"""Template libraries of the reports."""
