"""Things that stand line by line in a report: people, dossiers, cells. One module a subject.

A function here takes a scope, a period and the reader's choices and gives `Item`s in the order they are printed, from a
bounded number of queries. `SHOWS` in a module says by column which columns of the register (privacy.py) it prints.
"""
