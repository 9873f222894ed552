"""What the audit page can be asked."""

from __future__ import annotations

from typing import Any

from dangvien.actions.auditing import OPERATOR
from dangvien.actions.session import STRANGER
from dangvien.forms.choices import ANY, CodeField, OrganizationField, set_choices
from dangvien.forms.fields import IntegerField, TextField
from dangvien.forms.filtering import DayPairMixin, NameFilterForm
from dangvien.models.audit import AuditEntryQuerySet
from dangvien.procedure.places import subtree_options
from dangvien.scope import Scope
from dangvien.sentences import VERBS
from dangvien.text import upper_first

NAMELESS = {"may-chu": OPERATOR, "chua-dang-nhap": STRANGER}
"""Stand for those who have no account: whoever works at the server's own shell, whoever fails to sign in."""

OTHERS = "khac"
"""Stands for accounts outside of the scope."""


class AuditFilterForm(DayPairMixin, NameFilterForm):
    """Whom it was about, who did it, what, under which organization, between two days, from which machine."""

    nguoi = CodeField(label="Người làm", noun="người làm", choices=(), empty=ANY, required=False)
    viec = CodeField(
        label="Việc",
        noun="việc",
        choices=[(verb, upper_first(verb)) for verb in sorted(VERBS)],
        empty=ANY,
        required=False,
    )
    to_chuc = OrganizationField(label="Tổ chức", required=False)
    may = TextField(label="Từ máy có địa chỉ", required=False, max_length=45, noun="địa chỉ máy")
    dong = IntegerField(label="Dòng số", required=False)
    field_order = ["ten", "nguoi", "viec", "to_chuc", "tu", "den", "may", "dong"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields["ten"].label = "Tên người được ghi, được xem"
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))
        people = scope.users.order_by("full_name", "username")
        named = [(str(user.pk), f"{user.full_name} ({user.username})") for user in people]
        set_choices(self.fields["nguoi"], [ANY, *named, *NAMELESS.items(), (OTHERS, "Tài khoản khác")])

    def rows(self) -> AuditEntryQuerySet:
        """The entries asked for, newest first; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.audit_entries.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found = scope.audit_entries.newest_first()
        if asked["nguoi"] in NAMELESS:
            found = found.filter(actor_id__isnull=True, actor=NAMELESS[asked["nguoi"]])
        elif asked["nguoi"] == OTHERS:
            found = found.filter(actor_id__isnull=False).exclude(actor_id__in=self.scope.users.values("pk"))
        elif asked["nguoi"]:
            found = found.filter(actor_id=asked["nguoi"])
        if asked["viec"]:
            found = found.filter(verb=asked["viec"])
        if asked["dong"] is not None:
            found = found.filter(sequence=asked["dong"])
        if asked["may"]:
            found = found.filter(address=asked["may"])
        if asked["ten"]:
            found = found.about_people(self.scope.everybody.matching(asked["ten"]))
        return found.between(asked["tu"], asked["den"])
