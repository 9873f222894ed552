"""Invented drafts: sentences of reports in many wordings, each with a true form and one with a planted error."""
