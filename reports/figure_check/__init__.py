"""Kiểm tra số liệu: the numbers of a draft, held against one another by rules that know no register.

`reading.read_draft` and `reading.text_draft` make pieces of a file or a text, `checking.check` finds what contradicts
itself in them. Nothing here is certain: a person confirms each finding.
"""
