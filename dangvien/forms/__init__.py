"""Forms: everything a person types passes here."""
