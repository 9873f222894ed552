"""Joining the parts of a long PDF into one that is still tagged.

A part is what WeasyPrint writes: a structure tree of one Document whose children belong to pages in order, and a parent
tree with one entry for each page. The joined file has the pages of all parts, one Document with all children, and one
parent tree; catalog, title and properties are those of the first part.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from pikepdf import Array, Dictionary, Object, ObjectStreamMode, Pdf, String


def join(parts: Iterable[bytes], identifier: bytes) -> bytes:
    """One PDF of these, taken one at a time. The same parts and identifier give the same bytes. Raises ValueError when
    there is no part."""
    queue = iter(parts)
    first = next(queue, None)
    if first is None:
        raise ValueError("no part to join")
    with Pdf.open(BytesIO(first)) as whole:
        for part in queue:
            with Pdf.open(BytesIO(part)) as source:
                _append(whole, source)
        for name in ("/Names", "/Dests"):
            if name in whole.Root:
                del whole.Root[name]
        whole.trailer.ID = Array([identifier, identifier])
        joined = BytesIO()
        whole.save(joined, static_id=False, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return joined.getvalue()


def _append(whole: Pdf, source: Pdf) -> None:
    offset = len(whole.pages)
    whole.pages.extend(source.pages)
    for page in whole.pages[offset:]:
        page.obj.StructParents = int(page.obj.StructParents) + offset
    # Now that the pages are known to `whole`, what refers to them keeps referring to the right ones.
    tree, added = whole.Root.StructTreeRoot, source.Root.StructTreeRoot
    _mark_headers(added.K[0], f"p{offset}-".encode())
    document = tree.K[0]
    for child in added.K[0].K:
        copied = whole.copy_foreign(child)
        copied.P = document
        document.K.append(copied)
    numbers = added.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        tree.ParentTree.Nums.append(int(numbers[place]) + offset)
        tree.ParentTree.Nums.append(Array([whole.copy_foreign(element) for element in numbers[place + 1]]))


def _mark_headers(element: Object, mark: bytes) -> None:
    """Header cells are known by a name within their part; the mark makes the names differ from those of other parts."""
    waiting = [element]
    while waiting:
        here = waiting.pop()
        if "/ID" in here:
            here.ID = String(mark + bytes(here.ID))
        elif "/A" in here and "/Headers" in here.A:
            here.A.Headers = Array([String(mark + bytes(name)) for name in here.A.Headers])
        waiting.extend(child for child in here.get("/K", ()) if isinstance(child, Dictionary))
