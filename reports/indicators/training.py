"""Who was sent to the classes."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from dangvien.models import Enrollment, TrainingClass
from reports.definition import Indicator
from reports.indicators.organizations import residential

TRAINED = Indicator(
    "hoc_lop",
    "Quần chúng tham gia lớp bồi dưỡng",
    "người",
    lambda scope, period, choices: scope.sent_enrollments.of_kind(TrainingClass.Kind.NHAN_THUC).during(period),
    place="sent_by",
    item="person",
    day=lambda choices: "training_class__starts_on",
    joins=True,
)

TRAINED_RESIDENTIAL = replace(
    TRAINED,
    code="hoc_lop_khu_dan_cu",
    label="Quần chúng ở địa bàn khu dân cư tham gia lớp bồi dưỡng",
    only=lambda period, choices: Q(sent_by__in=residential(period.last)),
)

CERTIFICATES = Indicator(
    "giay_chung_nhan",
    "Quần chúng được cấp giấy chứng nhận",
    "người",
    lambda scope, period, choices: scope.sent_enrollments.of_kind(TrainingClass.Kind.NHAN_THUC).filter(
        result=Enrollment.Result.DAT, certificate_on__range=(period.first, period.last)
    ),
    place="sent_by",
    item="person",
    day=lambda choices: "certificate_on",
    joins=True,
)
"""By the day of the certificate, whenever the class was held."""
