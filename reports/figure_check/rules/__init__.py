"""The relations that are tested, one module a class: each takes a draft as it was read and gives findings."""
