"""What organizations are called in sentences about faults."""

from __future__ import annotations

from dangvien.models import Organization, Placement


def newest_names() -> dict[int, str]:
    """The newest name of every organization; its code when it has none."""
    names = dict(Organization.objects.values_list("pk", "code"))
    names.update(Placement.objects.order_by("valid_from").values_list("organization_id", "name"))
    return names
