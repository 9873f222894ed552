"""Fault drills: the real program is killed in the middle of people's work, and nothing may be lost or done twice.

`python -m tests.drills --rounds 100 --seed 1 --database postgresql` runs the long form and prints a table
(docs/drills.md holds the last ones); the tests of this folder are the short form.

- `parts.py`, `house.py`: an installation of real processes that are started again when they die;
- `clerk.py`: a person at a browser, who sends a form again until it is answered;
- `works.py`: what people do, and what must be found in the register afterwards;
- `drilling.py`: one drill: a work, a kill at a chosen moment, the wait, the verdict;
- `counting.py`: the table of many drills.
"""
