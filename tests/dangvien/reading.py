"""What tests ask of a page that came back: its words, its mistakes at their boxes, its rows."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangvien.models import AuditEntry
from tests.dangvien.pages import Page, faults


def page_of(response: Any) -> Page:
    """A page that was found, is sound HTML, and says what it is."""
    html = response.content.decode()
    found = faults(html)
    assert response.status_code == 200
    assert not found, found
    return Page(html)


def mistakes(response: Any) -> dict[str, list[str]]:
    """The sentences at the boxes of a form that was not carried out; those of the whole form under ""."""
    page_of(response)
    form = response.context["form"]
    assert form.errors
    return {"" if name == "__all__" else name: list(errors) for name, errors in form.errors.items()}


def heads(response: Any) -> list[str]:
    """The first words of each row of the page's tables."""
    return page_of(response).texts("th", scope="row")


def token_of(client: Client, address: str) -> str:
    """The token of the form at an address, as the browser got it."""
    return str(page_of(client.get(address)).all("input", name="token")[0].attributes["value"])


def queries_of(client: Client, address: str) -> int:
    """How many times a page asked the database."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def newest_entry() -> AuditEntry:
    """The last line of the audit trail."""
    return AuditEntry.objects.latest("sequence")


WHY = "Đối chiếu danh sách"


def taken(client: Client, address: str) -> Any:
    """The file of a list of people, once it was said what for, as a browser takes it."""
    asked = client.get(address)
    if "ve" not in (getattr(asked.context["form"], "fields", {}) if asked.context and "form" in asked.context else {}):
        return asked
    led = client.post(
        "/xuat-danh-sach/", {"reason": WHY, "ve": page_of(asked).all("input", name="ve")[0].attributes["value"]}
    )
    return client.get(led["Location"])
