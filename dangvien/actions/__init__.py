"""Verbs across models: keyword-only, atomic, `by=` required, each leaves an audit entry."""
