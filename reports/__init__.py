"""Counting and printing. Imports `dangvien`; nothing imports it."""
