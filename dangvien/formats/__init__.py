"""Formats that correct Django's own; `FORMAT_MODULE_PATH` in the settings points here."""
