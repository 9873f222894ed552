"""The demo register: an invented population whose counts are the figures of a real report.

`figures` reads the figures, `tree` makes the organizations, the other files make people and what happened to them, and
`build` puts all of it into an empty register. Nothing is drawn from anything but a seeded generator, so every
installation holds the same people on the same days, on both databases.
"""
