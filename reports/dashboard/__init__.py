"""The overview of one organization in pictures: which pictures stand there, counted by the engine of the reports."""
