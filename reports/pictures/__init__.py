"""Drawings of figures: plain values become accessible SVG, and PNG where it is asked for. Knows no database."""
