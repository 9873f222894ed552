"""Every address × nine people × GET and POST: who may, who may not, who does not even learn that it is there.

All objects belong to ward A. Bình and Sơn, who serve the other ward, never get more than "not found" for them. A new
address without a row here fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions.certificates import PRINT_CLASS
from dangvien.actions.exporting import EXPORT
from dangvien.actions.overviews import PRINT_OVERVIEW
from dangvien.actions.reorganization import Place, founding
from dangvien.actions.restructuring import carry_out
from dangvien.models import (
    ImportBatch,
    Job,
    Kind,
    Locality,
    MemberStatus,
    Organization,
    OrganizationKind,
    StatusKind,
    StepKind,
    User,
)
from dangvien.models.import_batch import COMPARE_ONLY
from dangvien.period import Period
from reports.catalog import reports
from reports.engine.question import Question
from reports.forms import address_of
from reports.issuing import freeze
from reports.jobs import store
from reports.lifecycle import NumberFacts, approve, check, publish
from reports.models import Issue, IssueFile, WordTemplate, WrittenReport
from reports.separating import separate_duties
from tests import factories
from tests.people import World

PEOPLE = ("anonymous", "nobody", "giang", "hoa", "an", "binh", "chi", "dung", "son")
"""Nobody signed in; an account without appointments; reader of ward A; secretary of cell A1, of ward A, of ward B; the
city's board; the city's administrator; the administrator of ward B."""

STRANGERS = ("anonymous", "nobody", "binh", "son")
PEOPLE_OF_WARD_A = ("Lê Thị Chuyển", "Lê Văn Bảy", "Cù Thị Chín", "Võ Thị Tám", "Đinh Văn Minh", "Cao Văn Chín")
"""Names that no page shows to strangers."""

SECRETS = ("045099000123", "001122334455")
"""Citizen number and card number of the member: masked on every page, for everybody."""


@dataclass(frozen=True)
class Row:
    """What each of PEOPLE gets, in that order. `of` names the object of ward A that stands in the address."""

    get: str
    post: str
    of: str = ""

    def __post_init__(self) -> None:
        assert len(self.get.split()) == len(self.post.split()) == len(PEOPLE), self


TABLE: dict[str, Row] = {
    # The register.
    "trang-chu": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "viec-den-han": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "viec-den-han-to-chuc": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "viec-den-han-lich": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "tim-nguoi": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "tim-nguoi-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "person"),
    "du-lieu-ca-nhan": Row("302 403 403 403 403 403 200 200 404", "302 403 403 403 403 403 200 200 404", "person"),
    "ghi-hai-lan": Row("302 403 403 403 403 403 200 403 403", "302 403 403 403 403 403 200 403 403"),
    "ghep-nguoi": Row("302 403 403 403 403 403 200 403 403", "302 403 403 403 403 403 200 403 403", "two people"),
    "tach-nguoi": Row("302 403 403 403 403 403 200 403 403", "302 403 403 403 403 403 200 403 403", "joining"),
    "to-chuc": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "to-chuc-thanh-lap": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "sap-xep": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "sap-xep-chon": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200", "act"),
    "sap-nhap": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "hop-nhat": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "chia-tach": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "giai-the": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "sap-xep-viec": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "deed"),
    "sap-xep-rut-lai": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "deed"),
    "phuong-an": Row("302 403 403 403 403 403 403 200 200", "302 405 405 405 405 405 405 405 405"),
    "phuong-an-dua-len": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "phuong-an-tep-mau": Row("302 403 403 403 403 403 403 302 302", "302 405 405 405 405 405 405 405 405"),
    "phuong-an-chi-tiet": Row(
        "302 403 403 403 403 403 403 200 404", "302 405 405 405 405 405 405 405 405", "reform plan"
    ),
    "phuong-an-chon": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 302 404", "reform plan"),
    "phuong-an-xem-truoc": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 302 404", "reform plan"
    ),
    "phuong-an-rut-lai": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "reform plan"
    ),
    "phuong-an-bo": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 302 404", "reform plan"),
    "to-chuc-chi-tiet": Row(
        "302 403 200 404 200 404 200 200 404", "302 403 200 404 200 404 200 200 404", "organization"
    ),
    "to-chuc-thay-doi": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "organization"
    ),
    "to-chuc-luu-tru": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "organization"
    ),
    "to-chuc-danh-sach": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "organization"
    ),
    "dang-vien-vao-ngay": Row("302 403 200 200 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "member"),
    "so-lieu-van-ban": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "so-lieu-van-ban-them": Row("302 403 403 403 200 200 200 200 200", "302 403 403 403 200 200 200 200 200"),
    "so-lieu-van-ban-lay-lai": Row(
        "302 403 403 403 200 404 200 200 404", "302 403 403 403 200 404 200 200 404", "declared figure"
    ),
    "chi-tieu": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "chi-tieu-nguoi": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "chi-tieu-chi-bo": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "chi-tieu-giao": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "chi-tieu-tinh": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "chi-tieu-chi-tiet": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "target"),
    "chi-tieu-phan-bo": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "target"),
    "chi-tieu-sua": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "target"),
    "chi-tieu-rut": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "target"),
    "chi-tieu-mien": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "cell"),
    "chi-tieu-thoi-mien": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "exemption"
    ),
    "phu-trach": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "phu-trach-them": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "phu-trach-thoi": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "follower"),
    "doi-chieu": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "doi-chieu-nguoi": Row("302 403 404 404 404 404 404 404 404", "302 405 405 405 405 405 405 405 405"),
    "doi-chieu-kiem-tra": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "doi-chieu-kiem-tra-lai": Row("302 405 405 405 405 405 405 405 405", "302 403 302 302 302 302 302 302 302"),
    "dang-vien": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "dang-vien-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "member"),
    "cong-nhan": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member"),
    "dinh-chinh": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "line"),
    "dang-vien-chuyen": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member"),
    "chuyen-sinh-hoat": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "ra-soat": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "chuyen-den-tu-noi-khac": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "chuyen-sinh-hoat-nhieu-nguoi": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "chuyen-sinh-hoat-tiep-nhan": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "chuyen-sinh-hoat-chi-tiet": Row(
        "302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "transfer"
    ),
    "chuyen-sinh-hoat-buoc": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "transfer's next step"
    ),
    "chuyen-sinh-hoat-dinh-chinh": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "transfer's step"
    ),
    "nguon": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "nguon-them": Row("302 403 403 200 200 200 200 403 403", "302 403 403 200 200 200 200 403 403"),
    "nguon-sua": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "candidate"),
    "nguon-hoc-van": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "candidate"),
    "dang-vien-sua": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member"),
    "nguon-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "candidate"),
    "nguon-gioi-thieu": Row("302 403 403 302 302 404 302 403 403", "302 403 403 302 302 404 302 403 403", "candidate"),
    "nguon-thoi": Row("302 403 403 302 302 404 302 403 403", "302 403 403 302 302 404 302 403 403", "candidate"),
    "nguon-buoc": Row(
        "302 403 403 200 200 404 200 403 404", "302 403 403 200 200 404 200 403 404", "candidate's next step"
    ),
    "nguon-buoc-xem": Row(
        "302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "candidate's step"
    ),
    "nguon-buoc-dinh-chinh": Row(
        "302 403 403 200 200 404 200 403 404", "302 403 403 200 200 404 200 403 404", "candidate's step"
    ),
    "du-bi": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "member"),
    "dang-vien-buoc": Row(
        "302 403 403 200 200 404 200 403 404", "302 403 403 200 200 404 200 403 404", "member's next step"
    ),
    "dang-vien-buoc-xem": Row(
        "302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "member's step"
    ),
    "dang-vien-buoc-dinh-chinh": Row(
        "302 403 403 200 200 404 200 403 404", "302 403 403 200 200 404 200 403 404", "member's step"
    ),
    "hop-chi-bo": Row("302 403 403 200 200 200 200 403 403", "302 403 403 200 200 200 200 403 403"),
    "dot-quyet-dinh": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "ngay-le": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "ket-nap": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "candidate"),
    "nguon-da-hoc": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "nguon-da-hoc-theo-nam": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "nguon-tham-tra": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "dang-vien-du-bi": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "nguon-danh-sach": Row("302 403 200 302 200 200 200 200 200", "302 403 200 302 200 200 200 200 200"),
    "nguon-danh-sach-chi-bo": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "cell"),
    "nguon-danh-sach-ra-soat": Row(
        "302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "cell"
    ),
    "khao-sat": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "khao-sat-truong-lop": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "khao-sat-truong-lop-them": Row("302 403 403 200 200 200 200 403 403", "302 403 403 200 200 200 200 403 403"),
    "khao-sat-truong-lop-sua": Row(
        "302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "school class"
    ),
    "khao-sat-bo-doi": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "khao-sat-bo-doi-them": Row("302 403 403 200 200 200 200 403 403", "302 403 403 200 200 200 200 403 403"),
    "khao-sat-nguoi-sua": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "prospect"),
    "khao-sat-nguoi-thoi": Row(
        "302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "prospect"
    ),
    "khao-sat-nguoi-theo-doi": Row(
        "302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "prospect"
    ),
    "khao-sat-chi-bo": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "survey"),
    "khao-sat-ghi": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "survey"),
    "khao-sat-nguoi-them": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "survey"),
    "nhiem-ky": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "organization"),
    "nhiem-ky-lay-lai": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "term"),
    "to-chuc-giao-quyen": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "organization"
    ),
    "to-chuc-giao-quyen-thoi": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "mandate"
    ),
    "nguon-ho-so": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "candidate"),
    "nguon-ho-so-ghi": Row("302 403 403 200 200 404 200 403 403", "302 403 403 302 302 404 302 403 403", "candidate"),
    "tinh-trang": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "tinh-trang-ghi": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member's new status"
    ),
    "tinh-trang-thoi": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member's status"
    ),
    "tinh-trang-lay-lai": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member's status"
    ),
    "bien-dong": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member's departure"
    ),
    "phuc-hoi": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member"),
    "dang-vien-ho-so": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "member"),
    "dang-vien-qua-trinh": Row("302 403 200 200 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "member"),
    "dang-vien-qua-trinh-ghi": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "record kind"
    ),
    "dang-vien-qua-trinh-dinh-chinh": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "record line"
    ),
    "dang-vien-chuc-vu-thoi": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "post"),
    "xep-loai": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "xep-loai-chi-bo": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "cell's year"),
    "huy-hieu": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "huy-hieu-ghi": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "dang-vien-ho-so-ghi": Row("302 403 403 200 200 404 200 403 403", "302 403 403 302 302 404 302 403 403", "member"),
    "ho-so": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "ho-so-gui": Row("302 403 403 200 200 200 200 403 403", "302 403 403 200 200 200 200 403 403"),
    "ho-so-lan-gui": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "batch"),
    "ho-so-nhan": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "batch"),
    "ho-so-tra-lai": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "batch item"),
    "chuyen-den": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "chuyen-den-tiep-nhan": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "incoming"
    ),
    "lop": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "lop-them": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "lop-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "class"),
    "lop-ghi-danh": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "class"),
    "lop-ds-excel": Row("302 403 403 403 200 200 200 403 403", "302 405 405 405 405 405 405 405 405"),
    "lop-excel": Row("302 403 403 403 200 404 200 403 403", "302 405 405 405 405 405 405 405 405", "class"),
    "lop-sua": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "class"),
    "lop-de-nghi-ds": Row("302 403 200 200 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "class"),
    "lop-de-nghi": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "class"),
    "lop-de-nghi-rut": Row("302 405 405 405 405 405 405 405 405", "302 403 403 302 302 404 302 403 403", "proposal"),
    "lop-duyet": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "class"),
    "lop-danh-so": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "class"),
    "lop-in": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 302 404 302 403 403", "class paper"),
    "lop-tep": Row("302 403 403 403 200 404 404 403 403", "302 405 405 405 405 405 405 405 405", "class file"),
    "lop-ket-qua": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "class"),
    "quyet-dinh": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "quyet-dinh-chi-tiet": Row(
        "302 403 200 404 200 404 200 200 404", "302 403 200 404 200 404 200 200 404", "decision"
    ),
    # Importing.
    "nhap": Row("302 403 403 403 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "nhap-dua-len": Row("302 403 403 403 200 200 200 200 200", "302 403 403 403 200 200 200 200 200"),
    "nhap-chi-tiet": Row("302 403 403 403 200 404 200 200 404", "302 403 403 403 302 404 302 302 404", "import batch"),
    "nhap-cot": Row("302 403 403 403 200 404 200 200 404", "302 403 403 403 200 404 200 200 404", "import batch"),
    "nhap-kiem-lai": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 302 404 302 302 404", "import batch"),
    "nhap-tep-goc": Row("302 403 403 403 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "import batch"),
    "nhap-tep-danh-dau": Row(
        "302 403 403 403 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "import batch"
    ),
    "nhap-dong": Row("302 403 403 403 200 404 200 200 404", "302 403 403 403 302 404 302 302 404", "import batch"),
    "nhap-dong-sua": Row("302 403 403 403 200 404 200 200 404", "302 403 403 403 302 404 302 302 404", "import row"),
    "nhap-ghi": Row("302 403 403 403 200 404 200 200 404", "302 403 403 403 200 404 200 200 404", "import batch"),
    "nhap-hoan-tac": Row("302 403 403 403 302 404 302 302 404", "302 403 403 403 302 404 302 302 404", "import batch"),
    "nhap-tep-mau": Row("302 403 403 403 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "nhap-doi-chieu": Row("302 403 403 403 200 200 200 200 200", "302 403 403 403 200 200 200 200 200"),
    "nhap-doi-chieu-chi-tiet": Row(
        "302 403 403 403 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "comparison"
    ),
    "nhap-doi-chieu-excel": Row(
        "302 403 403 403 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "comparison"
    ),
    "nhap-doi-chieu-bo": Row(
        "302 403 403 403 200 404 200 200 404", "302 403 403 403 302 404 302 302 404", "comparison"
    ),
    # Taking out of the register.
    "xuat-so": Row("302 403 403 403 200 200 200 200 200", "302 403 403 403 200 200 200 200 200"),
    "xuat-so-tep": Row("302 403 403 403 200 404 404 404 404", "302 405 405 405 405 405 405 405 405", "register file"),
    "xuat-danh-sach": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "nhap-bo": Row("302 403 403 403 200 404 200 200 404", "302 403 403 403 302 404 302 302 404", "import batch"),
    # Reports.
    "bao-cao": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-da-chot-ds": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-da-chot": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue"),
    "bao-cao-cac-tep": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue"),
    "bao-cao-so-voi-nay": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue"),
    "bao-cao-tep": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue file"),
    "bao-cao-da-chot-o": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue cell"
    ),
    "bao-cao-kiem-tra": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "issue"),
    "bao-cao-duyet": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "checked issue"),
    "bao-cao-ban-hanh": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "approved issue"
    ),
    "bao-cao-tra-lai": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "approved issue"
    ),
    "bao-cao-bo": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "issue"),
    "bao-cao-thu-hoi": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "issued report"
    ),
    "bao-cao-thay-the": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "issued report"
    ),
    "bao-cao-phai-nop": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-cho-gui": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-cho-gui-them": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "bao-cao-cho-gui-chi-tiet": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "requirement"
    ),
    "bao-cao-cho-gui-thoi": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "requirement"
    ),
    "bao-cao-tach-viec": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "bao-cao-tach-viec-thoi": Row(
        "302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "separation"
    ),
    "bao-cao-tu-lap": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "bao-cao-kiem-tra-so-lieu": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-kiem-tra-so-lieu-moi": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "bao-cao-kiem-tra-so-lieu-xem": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "checked draft"
    ),
    "bao-cao-kiem-tra-so-lieu-diem": Row(
        "302 403 200 404 200 404 200 200 404", "302 403 200 404 200 404 200 200 404", "draft finding"
    ),
    "bao-cao-kiem-tra-so-lieu-tep": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "checked draft"
    ),
    "bao-cao-kiem-tra-so-lieu-bo": Row(
        "302 403 302 404 200 404 302 302 404", "302 403 302 404 302 404 302 302 404", "checked draft"
    ),
    "bao-cao-soat-ty-le": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-loai-van-ban": Row("302 403 403 403 403 403 403 200 403", "302 403 403 403 403 403 403 200 403"),
    "tong-quan": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "tong-quan-o": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405", "overview number"),
    "tong-quan-in": Row("302 405 405 405 405 405 405 405 405", "302 403 404 404 404 404 404 404 404"),
    "tong-quan-tep": Row("302 403 404 404 200 404 404 404 404", "302 405 405 405 405 405 405 405 405", "overview file"),
    "bao-cao-so-van-ban": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-bang-loi": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-con-so": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-bang-loi-lap": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "bao-cao-mau-dua-len": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "bao-cao-mau-san": Row(
        "302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405", "our template"
    ),
    "bao-cao-mau": Row("302 403 200 200 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "template"),
    "bao-cao-mau-tep": Row("302 403 200 200 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "template"),
    "bao-cao-mau-thoi": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "template"),
    "bao-cao-bang-loi-xem": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "written report"
    ),
    "bao-cao-bang-loi-cac-tep": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "written report"
    ),
    "bao-cao-bang-loi-tep": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "written file"
    ),
    "bao-cao-bang-loi-so": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "written figure"
    ),
    "bao-cao-bang-loi-so-o": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "written part"
    ),
    "bao-cao-bang-loi-bang-o": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "written cell"
    ),
    "bao-cao-xem": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405", "report"),
    "bao-cao-chot": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 302 422 302 403 403", "report"),
    "bao-cao-o": Row("302 403 200 302 200 302 200 200 302", "302 405 405 405 405 405 405 405 405", "report cell"),
    # The door, help, health.
    "dang-nhap": Row("200 302 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302 302"),
    "dang-xuat": Row("302 302 302 302 302 302 302 302 302", "200 200 200 200 200 200 200 200 200"),
    "doi-mat-khau": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "can-cu": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bo-sung": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bo-sung-them": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "bo-sung-rut": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "amendment"),
    "ngay-nghi": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405", "year"),
    "ngay-nghi-ghi": Row("302 403 403 403 403 403 403 200 403", "302 403 403 403 403 403 403 200 403", "year"),
    "ngay-nghi-xac-nhan": Row("302 403 403 403 403 403 403 200 403", "302 403 403 403 403 403 403 200 403", "year"),
    "ngay-nghi-bo": Row("302 403 403 403 403 403 403 200 403", "302 403 403 403 403 403 403 200 403", "holiday"),
    "tro-giup": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "tro-giup-trang": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200", "help"),
    "suc-khoe": Row("200 200 200 200 200 200 200 200 200", "405 405 405 405 405 405 405 405 405"),
    "san-sang": Row("200 200 200 200 200 200 200 200 200", "405 405 405 405 405 405 405 405 405"),
    "so-do": Row("200 200 200 200 200 200 200 200 200", "405 405 405 405 405 405 405 405 405"),
    # Accounts, audit, jobs.
    "thu-nhac": Row("302 200 200 200 200 200 200 200 200", "302 302 302 302 302 302 302 302 302"),
    "bao-mat": Row("302 200 200 200 200 200 200 200 200", "302 302 302 302 302 302 302 302 302"),
    "ma-xac-nhan": Row("302 302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302 302"),
    "lop-thu-hai": Row("302 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "lop-thu-hai-dien-thoai": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "lop-thu-hai-ma-giay": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "lop-thu-hai-thoi": Row("302 302 302 302 302 302 302 302 302", "302 302 302 302 302 302 302 302 302"),
    "xac-nhan": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "phan-cong-cua-toi": Row("302 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "tai-khoan": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 302 302"),
    "tai-khoan-them": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "tai-khoan-chi-tiet": Row("302 403 403 403 403 403 403 200 404", "302 405 405 405 405 405 405 405 405", "account"),
    "tai-khoan-cap-lai": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "tai-khoan-dong-phien": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 302 404", "account"
    ),
    "tai-khoan-go-lop-hai": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"
    ),
    "tai-khoan-cho-vao": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 302 404", "account"),
    "tai-khoan-khoa": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "tai-khoan-mo-lai": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "phan-cong-them": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "phan-cong-thoi": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "appointment"),
    "nhat-ky": Row("302 403 403 403 403 403 200 200 200", "302 403 403 403 403 403 302 302 302"),
    "nhat-ky-kiem-tra": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 403 403 302 302 302"),
    "sao-luu": Row("302 403 403 403 403 403 403 200 200", "302 405 405 405 405 405 405 405 405"),
    "sao-luu-ngay": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 403 403 403 302 302"),
    "viec-in": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "viec-chi-tiet": Row("302 403 404 404 200 404 404 404 404", "302 405 405 405 405 405 405 405 405", "job"),
    "viec-lam-lai": Row("302 405 405 405 405 405 405 405 405", "302 403 404 404 302 404 404 404 404", "job"),
    # Reference data.
    "admin:index": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "admin:dangvien_locality_changelist": Row(
        "302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"
    ),
    "admin:dangvien_locality_add": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "admin:dangvien_locality_change": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "locality"
    ),
    "admin:dangvien_letterhead_changelist": Row(
        "302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"
    ),
    "admin:dangvien_letterhead_add": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "admin:dangvien_letterhead_change": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "letterhead"
    ),
}
"""Address → who gets what, in the order of PEOPLE: GET, then POST with nothing in it (a report: with a question)."""


def views(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address's name with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern.callback


VIEWS = dict(views(get_resolver().url_patterns))


def test_every_address_has_a_row():
    assert sorted(VIEWS.keys() - TABLE.keys()) == []
    assert sorted(TABLE.keys() - VIEWS.keys()) == []


OPEN = {
    "dang-nhap", "dang-xuat", "suc-khoe", "san-sang", "so-do",
    "doi-mat-khau", "bao-mat", "xac-nhan", "ma-xac-nhan", "lop-thu-hai",
    "lop-thu-hai-dien-thoai", "lop-thu-hai-ma-giay", "lop-thu-hai-thoi",
    "phan-cong-cua-toi", "thu-nhac", "tro-giup", "tro-giup-trang",
}  # fmt: skip
"""Addresses that ask for no permission: the door and the health check, then what is open to everybody signed in."""


def test_every_view_asks_for_a_permission():
    assert {name for name, view in VIEWS.items() if not hasattr(view, "permission")} == OPEN


@pytest.fixture
def people(world, an, binh, chi, dung, giang, hoa) -> dict[str, User | None]:
    nobody = User.objects.create_user("ly", full_name="Bùi Thị Ly")
    son = factories.user("son", "Mai Văn Sơn", world.ward_b, "quan_tri")
    return dict(zip(PEOPLE, (None, nobody, giang, hoa, an, binh, chi, dung, son), strict=True))


@pytest.fixture
def things(world: World, people) -> dict[str, list[Any]]:
    """One of everything in ward A: name → what stands in its address."""
    member = factories.member(world.a1, "Lê Văn Bảy", date(2023, 2, 3), official=False)
    member.person.citizen_id, member.card_number = SECRETS
    member.person.save()
    member.save()
    candidate = factories.candidate(world.a1, "Võ Thị Tám")
    training_class = factories.training_class(world.ward_a)
    factories.certificate(candidate, training_class)
    proposal = factories.proposal(training_class, factories.candidate(world.a1, "Cù Thị Chín"))
    printed = Job.objects.create(
        kind=PRINT_CLASS,
        title="Danh sách lớp",
        params={"class": training_class.pk, "paper": "danh-sach-lop"},
        requested_by=people["an"],
        state=Job.State.XONG,
    )
    store(Path(settings.MEDIA_ROOT) / "lop" / f"{printed.pk}.pdf", b"%PDF")
    taken_out = Job.objects.create(
        kind=EXPORT,
        title="Xuất sổ",
        params={"kind": "dang_vien", "organization": world.ward_a.pk, "class": None, "title": "Sổ", "reason": "Thử"},
        requested_by=people["an"],
        state=Job.State.XONG,
        finished_at=timezone.now(),
    )
    store(Path(settings.MEDIA_ROOT) / "xuat-so" / f"{taken_out.pk}.xlsx", b"PK")
    overview = Job.objects.create(
        kind=PRINT_OVERVIEW,
        title="Tổng quan",
        params={"organization": world.ward_a.pk, "year": 2023, "format": "pdf", "title": "Tổng quan"},
        requested_by=people["an"],
        state=Job.State.XONG,
        finished_at=timezone.now(),
    )
    store(Path(settings.MEDIA_ROOT) / "tong-quan" / f"{overview.pk}.pdf", b"%PDF")
    decision = factories.decision(world.ward_a, date(2023, 1, 20))
    user = factories.user("minh", "Đinh Văn Minh", world.ward_a, "xem")
    locality = Locality.objects.create(
        name="Khu phố 1", kind="khu_pho", organization=world.ward_a, valid_from=factories.SINCE
    )
    report = next(iter(reports().values()))
    question = Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2023), report.chosen({}))
    issue = freeze(by=people["an"], question=question)
    waiting = {state: freeze(by=people["an"], question=question) for state in ("checked", "approved", "issued")}
    for frozen in waiting.values():
        check(by=people["an"], issue=frozen, reason="Thử")
    for state in ("approved", "issued"):
        approve(by=people["an"], issue=waiting[state])
    numbered = NumberFacts("BC", 1, "ĐU", localdate())
    publish(by=people["an"], issue=waiting["issued"], facts=numbered, today=localdate())
    store(Path(settings.MEDIA_ROOT) / "bao-cao" / "thu.pdf", b"%PDF")
    IssueFile.objects.create(issue=issue, format="pdf", path="bao-cao/thu.pdf", size=4, digest="0" * 64)
    row, column = next(key for key, lines in issue.evidence.items() if lines).split("|")
    template, written = _written(world.ward_a, people["an"], issue, f"{row}|{column}")
    batch = factories.batch(candidate)
    brought = factories.import_batch(world.ward_a, people["an"])
    comparison = factories.import_batch(
        world.ward_a, people["an"], state=ImportBatch.State.COMPARED, options={COMPARE_ONLY: True}
    )
    draft = factories.checked_draft(world.ward_a, people["an"])
    transfer = factories.transfer(factories.member(world.a1, "Lê Thị Chuyển"), world.a2)
    mandate = factories.mandate(world.ward_a)
    reorganization = carry_out(
        by=people["dung"],
        restructuring=founding("a-9", Place("Chi bộ A9", OrganizationKind.CHI_BO, world.ward_a), date(2024, 5, 20)),
        today=date(2024, 6, 3),
    )
    return {
        "": [],
        "organization": [world.ward_a.code],
        "act": ["thay-doi"],
        "deed": [reorganization.pk],
        "person": [member.person_id],
        "two people": [member.person_id, candidate.person_id],
        "joining": [factories.person_link(member.person, candidate.person, people["chi"]).pk],
        "member": [member.pk],
        "record kind": [member.pk, "cu-tru"],
        "record line": [member.pk, "chuc-vu", factories.post(member).pk],
        "post": [member.pk, factories.post(member, "chi_uy_vien").pk],
        "cell's year": [2023, world.a1.code],
        "line": [member.pk, member.movements.get(kind=Kind.KET_NAP).pk],
        "candidate": [candidate.pk],
        "candidate's next step": [candidate.pk, "don"],
        "candidate's step": [candidate.pk, factories.step(candidate, StepKind.VAO_DANH_SACH, date(2024, 1, 9)).pk],
        "member's next step": [member.pk, "tu-kiem-diem"],
        "member's step": [member.pk, factories.step(member, StepKind.TU_KIEM_DIEM, date(2024, 2, 9)).pk],
        "member's departure": [member.pk, "tu-tran"],
        "member's new status": [member.pk, "mien"],
        "member's status": [
            member.pk,
            MemberStatus.objects.create(member=member, kind=StatusKind.MAT_LIEN_LAC, since=date(2024, 2, 9)).pk,
        ],
        "transfer": [transfer.pk],
        "transfer's next step": [transfer.pk, "tiep-nhan"],
        "transfer's step": [transfer.pk, transfer.steps.get().pk],
        "class": [training_class.pk],
        "cell": [world.a1.code],
        "survey": [2024, world.a1.code],
        "prospect": [factories.prospect(world.a1, "Cao Văn Chín").pk],
        "school class": [factories.school_class(world.a1).pk],
        "proposal": [training_class.pk, proposal.pk],
        "class paper": [training_class.pk, "danh-sach-lop"],
        "class file": [training_class.pk, printed.pk],
        "decision": [decision.pk],
        "batch": [batch.pk],
        "batch item": [batch.pk, batch.items.get().pk],
        "mandate": [world.ward_a.code, mandate.pk],
        "incoming": [factories.moving(factories.candidate(world.b1), world.ward_a).pk],
        "account": [user.pk],
        "appointment": [user.pk, user.appointments.get().pk],
        "job": [issue.job_id],
        "register file": [taken_out.pk],
        "comparison": [comparison.pk],
        "locality": [locality.pk],
        "amendment": [factories.amendment(world.ward_a, people["dung"]).pk],
        "year": [2027],
        "holiday": [factories.holiday(people["dung"]).pk],
        "letterhead": [factories.letterhead(world.ward_a, "ĐU").pk],
        "declared figure": [factories.declared_figure(world.ward_a, people["an"]).pk],
        "target": [factories.target(world.ward_a, 5, recorded_by=people["an"]).pk],
        "exemption": [factories.exemption(world.a1, recorded_by=people["an"]).pk],
        "follower": [factories.follower(world.ward_a, recorded_by=people["an"]).pk],
        "import batch": [brought.pk],
        "import row": [brought.pk, brought.rows.get().pk],
        "reform plan": [factories.reform_plan(world.ward_a, people["dung"]).pk],
        "help": ["bat-dau"],
        "report": [report.slug],
        "report cell": [report.slug, row, column],
        "question": [address_of(question)],
        "issue": [issue.pk],
        "checked issue": [waiting["checked"].pk],
        "approved issue": [waiting["approved"].pk],
        "issued report": [waiting["issued"].pk],
        "checked draft": [draft.pk],
        "draft finding": [draft.pk, 1],
        "separation": [
            separate_duties(by=people["an"], organization=world.ward_a, since=date(2030, 1, 1), document="Quy chế").pk
        ],
        "requirement": [factories.report_requirement(world.ward_a).pk],
        "term": [world.ward_a.code, factories.committee_term(world.ward_a).pk],
        "issue file": [issue.pk, "pdf"],
        "overview number": ["thap-tuoi", "dang_vien", "cong"],
        "overview file": [overview.pk],
        "issue cell": [issue.pk, row, column],
        "our template": ["bao-cao-nam"],
        "template": [template.pk],
        "written report": [written.pk],
        "written file": [written.pk, "pdf"],
        "written figure": [written.pk, 0],
        "written part": [written.pk, 0, 0],
        "written cell": [written.pk, 0, row, column],
    }


def _written(ward: Organization, an: User, issue: Issue, cell: str) -> tuple[WordTemplate, WrittenReport]:
    """A template of ward A and a report made of it, without counting anything."""
    layout = {"blocks": [{"p": {}, "runs": [{"f": "dang_vien"}]}, {"bang": "bang R00"}], "notes": {}}
    template = WordTemplate.objects.create(
        organization=ward, name="Mẫu", content=b"PK", layout=layout, asked=["dang_vien"], uploaded_by=an
    )
    place = {"report": "R00", "row": "", "column": "", "thing": "nguoi", "opens": True, "evidence": f"bang R00/{cell}"}
    told = {"key": "dang_vien", "label": "Đảng viên", "meaning": "Đếm", "text": "01", "period": "", "document": ""}
    report = WrittenReport.objects.create(
        organization=ward,
        first=issue.first,
        last=issue.last,
        name="Báo cáo",
        template=template,
        content=b"PK",
        layout=layout,
        figures=[{**told, "cells": [place], "parts": [], "pieces": []}],
        tables={"bang R00": issue.table},
        evidence={f"bang R00/{cell}": issue.evidence[cell]},
        frozen_at=issue.frozen_at,
        frozen_by=an,
        files={"pdf": {"path": "bao-cao/thu.pdf", "size": 4, "digest": "0" * 64}},
    )
    return template, report


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_gets_what(name, people, things):
    row = TABLE[name]
    address = reverse(name, args=things[row.of])
    if row.of.startswith("report"):
        address += f"?{things['question'][0]}"
    got: dict[str, list[int]] = {"get": [], "post": []}
    sent = dict(parse_qsl(things["question"][0])) if row.of == "report" else {}
    for who, person in people.items():
        client = Client()
        if person:
            client.force_login(person)
        for method, statuses in got.items():
            with transaction.atomic():  # each finds the same world
                response = client.get(address) if method == "get" else client.post(address, sent)
                transaction.set_rollback(True)
            statuses.append(response.status_code)
            shown = response.getvalue()
            hidden = [*SECRETS, *(PEOPLE_OF_WARD_A if who in STRANGERS else ())]
            assert [secret for secret in hidden if secret.encode() in shown] == [], (who, method)

    assert {method: " ".join(map(str, statuses)) for method, statuses in got.items()} == {
        "get": row.get,
        "post": row.post,
    }
