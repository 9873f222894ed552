"""`manage.py reconcile`: does the register agree with itself? Exit status 1 when it does not."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from dangvien.actions.auditing import broken_entries
from dangvien.models import AuditEntry, Member, Movement, Organization
from dangvien.procedure import reconciliation
from dangvien.text import thousands


class Command(BaseCommand):
    """For operators, after a restore, an import or a doubt. Reads only."""

    help = "Đối chiếu sổ: dòng sổ với hồ sơ đảng viên, hệ thống tổ chức qua các thời kỳ, chuỗi nhật ký. Không sửa gì."

    def handle(self, **options: Any) -> None:
        count = 0
        for sentence in self.faults():
            self.stdout.write(sentence)
            count += 1
        if count:
            raise CommandError(f"Sổ không khớp: {thousands(count)} chỗ cần xem lại.")
        self.stdout.write(
            f"Sổ khớp: {thousands(Organization.objects.count())} tổ chức, "
            f"{thousands(Member.objects.present().count())} đảng viên, "
            f"{thousands(Movement.objects.count())} dòng sổ, {thousands(AuditEntry.objects.count())} dòng nhật ký."
        )

    def faults(self) -> Iterator[str]:
        yield from reconciliation.faults(localdate())
        for sequence in broken_entries():
            yield f"Nhật ký: dòng số {thousands(sequence)} đã bị sửa, bị mất hoặc bị chèn."
