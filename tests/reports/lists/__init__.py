"""Lists of people, cells and dossiers, each on a small register written by hand."""
