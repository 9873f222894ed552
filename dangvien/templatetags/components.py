"""Tags for the parts of a page that a template cannot say by itself: table boxes and headers that sort."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import loader
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.text import slugify

from dangvien.text import search_key

register = template.Library()

SORT = "xep"
"""The parameter that says how a list is sorted: a column's key, with a leading "-" for descending."""

PAGE = "trang"
"""The parameter that says which page of a list is shown."""


@register.simple_block_tag
def table(content: SafeString, caption: str, kind: str = "", *, quiet: bool = False) -> SafeString:
    """`{% table "Danh sách đảng viên" %}<thead>…<tbody>…{% endtable %}`: caption and scroll box around the rows.

    `kind` is a class for the table ("report"); `quiet=True` leaves the caption to screen readers, for a table whose
    heading says the same. The box is named by the caption, so two tables of a page need two captions.
    """
    given = {
        "id": f"bang-{slugify(search_key(caption))}",
        "caption": caption,
        "kind": kind,
        "quiet": quiet,
        "content": content,
    }
    return loader.render_to_string("_components/table.html", given)


@register.inclusion_tag("_components/sort_header.html", takes_context=True)
def sort_header(context: Context, key: str, label: str, *, number: bool = False) -> dict[str, Any]:
    """A header cell whose link sorts by `key`, or turns the order round; the other parameters are kept.

    The view's filter form decides which keys it knows. The page number is dropped: another order has other pages.
    """
    query = context["request"].GET.copy()
    asked = query.get(SORT, "")
    query[SORT] = f"-{key}" if asked == key else key
    query.pop(PAGE, None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(asked, "")
    return {"label": label, "number": number, "direction": direction, "url": f"?{query.urlencode()}"}
