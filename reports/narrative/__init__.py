"""The report in words: Word templates with named figures, filled from what is counted, frozen, opened and printed."""
