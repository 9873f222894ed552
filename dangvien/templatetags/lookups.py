"""Looking a value up by a key that is itself a variable, which templates cannot do alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value under the key, or an empty text."""
    return values.get(key, "")
