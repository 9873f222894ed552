"""Counting: a definition and a question become a table; a cell becomes the list behind it."""
