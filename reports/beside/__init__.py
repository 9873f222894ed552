"""The register's own number beside a printed one: words, time and place of a figure → a cell of a report, counted."""
