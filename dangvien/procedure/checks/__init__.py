"""Checks on the facts of a case, one file a family. Each returns every problem at once."""
