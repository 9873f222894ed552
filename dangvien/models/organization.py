"""Party organizations in time.

An `Organization` is only an identity. What it is called, what it is and where it hangs are `Placement` rows between two
days, so that any past tree can be drawn again. An absorbed organization is placed under its heir with kind `luu_tru`:
its history then rolls up to the heir with no special case (docs/architecture.md, "Tổ chức theo thời gian").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, When
from django.db.models.expressions import RawSQL

from dangvien import codes

FOREVER = date(9999, 12, 31)
"""The `valid_to` of a placement that still holds."""


class OrganizationKind(models.TextChoices):
    """Kinds of organization (domain: Quy định 294-QĐ/TW, points 10, 20; era A names kept for older years)."""

    TINH = "dang_bo_tinh", "Đảng bộ tỉnh"
    CAP_TREN = "cap_tren_co_so", "Đảng bộ cấp trên trực tiếp cơ sở"
    DANG_BO_CO_SO = "dang_bo_co_so", "Đảng bộ cơ sở"
    CHI_BO_CO_SO = "chi_bo_co_so", "Chi bộ cơ sở"
    DANG_BO_BO_PHAN = "dang_bo_bo_phan", "Đảng bộ bộ phận"
    CHI_BO = "chi_bo", "Chi bộ trực thuộc"
    LUU_TRU = "luu_tru", "Lưu trữ"


GRASSROOTS = (OrganizationKind.DANG_BO_CO_SO, OrganizationKind.CHI_BO_CO_SO)
"""Tổ chức cơ sở đảng (TCCSĐ)."""

CELLS = (OrganizationKind.CHI_BO_CO_SO, OrganizationKind.CHI_BO)
"""Organizations that hold members directly and admit them."""


DECIDERS = (OrganizationKind.TINH, OrganizationKind.CAP_TREN, OrganizationKind.DANG_BO_CO_SO)
"""Organizations whose committees decide on admission and recognition, each in its time (294-QĐ/TW, point 4.3)."""

COMMITTEES = (*DECIDERS, OrganizationKind.DANG_BO_BO_PHAN)
"""Organizations with others below them: what is not a cell and not merely an archive."""


class Within(Func):
    """Whether the organization at the end of a path is one of those with some keys; None stands for all there are.

    The keys are asked for when the statement is sent, and written into it: thousands of parameters would cost more than
    the query, and of a walk through the tree inside the statement neither database knows how much it will find, so that
    PostgreSQL loops where it should read once.
    """

    output_field = models.BooleanField()

    def __init__(self, path: str, keys: Callable[[], Iterable[int] | None]) -> None:
        super().__init__(F(path))
        self.keys = keys

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        """The condition; no key at all is written as 0, which nothing has."""
        column, params = compiler.compile(self.source_expressions[0])
        keys = self.keys()
        if keys is None:
            return f"{column} IS NOT NULL", params
        return f"{column} IN ({', '.join(str(int(key)) for key in sorted(keys)) or '0'})", params


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Sets of organizations as sentences about the tree."""

    def under(self, roots: Iterable[int], on: date) -> OrganizationQuerySet:
        """Every organization in the subtrees of `roots` (themselves included), as the tree stood on that day.

        Plain SQL known to SQLite and PostgreSQL; `UNION` ends even if the data held a cycle.
        """
        ids = sorted(set(roots)) or [0]
        marks = ", ".join(["%s"] * len(ids))
        walk = f"""
            WITH RECURSIVE tree(id) AS (
                SELECT id FROM dangvien_organization WHERE id IN ({marks})
                UNION
                SELECT p.organization_id FROM dangvien_placement p JOIN tree ON p.parent_id = tree.id
                WHERE p.valid_from <= %s AND p.valid_to > %s
            ) SELECT id FROM tree"""  # noqa: S608 - only parameter marks are put in
        return self.filter(pk__in=RawSQL(walk, [*ids, on, on]))

    def ever_above(self, organizations: Iterable[int]) -> OrganizationQuerySet:
        """Every organization that is or once was above one of these: whose decisions and classes reach them."""
        ids = sorted(set(organizations)) or [0]
        marks = ", ".join(["%s"] * len(ids))
        walk = f"""
            WITH RECURSIVE above(id) AS (
                SELECT parent_id FROM dangvien_placement
                WHERE organization_id IN ({marks}) AND parent_id IS NOT NULL
                UNION
                SELECT p.parent_id FROM dangvien_placement p JOIN above ON p.organization_id = above.id
                WHERE p.parent_id IS NOT NULL
            ) SELECT id FROM above"""  # noqa: S608 - only parameter marks are put in
        return self.filter(pk__in=RawSQL(walk, ids))

    def at_or_above(self, organizations: models.QuerySet[Any], on: date) -> OrganizationQuerySet:
        """Everything that is one of these organizations, or stood above one on that day; asked as one question."""
        inner, params = organizations.query.sql_with_params()
        walk = f"""
            WITH RECURSIVE above(id) AS (
                {inner}
                UNION
                SELECT p.parent_id FROM dangvien_placement p JOIN above ON p.organization_id = above.id
                WHERE p.parent_id IS NOT NULL AND p.valid_from <= %s AND p.valid_to > %s
            ) SELECT id FROM above"""  # noqa: S608 - what is put in is a statement of Django's own
        return self.filter(pk__in=RawSQL(walk, [*params, on, on]))

    def deciding(self) -> OrganizationQuerySet:
        """Those that were, at some time, of a kind that issues decisions on members."""
        return self.filter(Exists(Placement.objects.filter(organization=OuterRef("pk"), kind__in=DECIDERS)))

    def named_on(self, day: date) -> OrganizationQuerySet:
        """Adds `name_then`, `kind_then`, `sector_then` and `position_then` as of a day (None outside its life)."""
        then = Placement.objects.in_force_on(day).filter(organization=OuterRef("pk"))
        return self.annotate(
            name_then=Subquery(then.values("name")[:1]),
            kind_then=Subquery(then.values("kind")[:1]),
            sector_then=Subquery(then.values("sector")[:1]),
            position_then=Subquery(then.values("position")[:1]),
        )

    def in_order_on(self, day: date) -> OrganizationQuerySet:
        """In the official order of a day; adds what `named_on` adds."""
        return self.named_on(day).order_by(
            F("position_then").asc(nulls_last=True), F("name_then").asc(nulls_last=True), "code"
        )


class Organization(models.Model):
    """A Party organization for the whole of its life. Everything that changes is on its placements."""

    code = models.SlugField("mã tổ chức", max_length=60, unique=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "tổ chức đảng"
        verbose_name_plural = "tổ chức đảng"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    def placement_on(self, day: date) -> Placement | None:
        """Its place in the tree on that day, or None when it did not stand then."""
        return self.placements.in_force_on(day).first()

    def latest_placement(self) -> Placement | None:
        """Its newest place: today's, or the last it had."""
        return self.placements.order_by("-valid_from").first()

    def name_on(self, day: date) -> str:
        """Its name on that day; before its founding or after its end the nearest name it had."""
        placement = self.placement_on(day) or self.latest_placement()
        return placement.name if placement else self.code


class Locality(models.Model):
    """A residential place (khu phố, thôn, tổ dân phố) that may or may not have a cell of its own.

    An outside list: the denominator of "62/62 khu phố có chi bộ".
    """

    class Kind(models.TextChoices):
        KHU_PHO = "khu_pho", "Khu phố"
        THON = "thon", "Thôn"
        TO_DAN_PHO = "to_dan_pho", "Tổ dân phố"

    name = models.CharField("tên", max_length=120)
    kind = models.CharField("loại", max_length=12, choices=Kind)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="localities", verbose_name="thuộc đảng bộ"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)

    class Meta:
        verbose_name = "khu phố, thôn"
        verbose_name_plural = "khu phố, thôn"
        ordering = ("organization", "name")
        constraints = [
            models.CheckConstraint(name="locality_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.UniqueConstraint(name="locality_name_once_per_organization", fields=("organization", "name")),
        ]

    def __str__(self) -> str:
        return self.name


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Sets of placements as sentences about time."""

    def in_force_on(self, day: date) -> PlacementQuerySet:
        return self.filter(valid_from__lte=day, valid_to__gt=day)

    def standing_on(self, day: date) -> PlacementQuerySet:
        """In force that day and not merely kept as an archive."""
        return self.in_force_on(day).exclude(kind=OrganizationKind.LUU_TRU)

    def in_order(self) -> PlacementQuerySet:
        """The official order: stored position, then name. Organizations are never sorted by the alphabet alone."""
        return self.order_by("position", "name")

    def in_tree_order(self, day: date) -> PlacementQuerySet:
        """By superior, each in the official order, the tops of the tree first; adds what `with_superior` adds."""
        return self.with_superior(day).order_by(
            F("above_position").asc(nulls_first=True), F("above_name").asc(nulls_first=True), "position", "name"
        )

    def with_character(self) -> PlacementQuerySet:
        """Adds `character`: the kind, and for an archive the last kind it had while it worked."""
        worked = (
            Placement.objects.filter(organization=OuterRef("organization"))
            .exclude(kind=OrganizationKind.LUU_TRU)
            .order_by("-valid_from")
        )
        return self.annotate(
            character=Case(
                When(kind=OrganizationKind.LUU_TRU, then=Subquery(worked.values("kind")[:1])), default=F("kind")
            )
        )

    def with_superior(self, day: date) -> PlacementQuerySet:
        """Adds `above_name` and `above_position`: what the organization above was called that day, and its order."""
        above = Placement.objects.in_force_on(day).filter(organization=OuterRef("parent"))
        return self.annotate(
            above_name=Subquery(above.values("name")[:1]), above_position=Subquery(above.values("position")[:1])
        )


class Placement(models.Model):
    """What an organization was between two days: its name, kind and parent.

    `valid_to` is the first day on which it no longer holds (half-open); `FOREVER` means "still".
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="placements", verbose_name="tổ chức")
    parent = models.ForeignKey(
        Organization, models.PROTECT, related_name="child_placements", null=True, blank=True, verbose_name="cấp trên"
    )
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên trong biểu", max_length=120, blank=True)
    kind = models.CharField("loại tổ chức", max_length=20, choices=OrganizationKind)
    sector = models.CharField("khối", max_length=20, blank=True)
    area = models.CharField("địa bàn", max_length=20, blank=True)
    locality = models.ForeignKey(
        Locality, models.PROTECT, related_name="placements", null=True, blank=True, verbose_name="khu phố, thôn"
    )
    position = models.PositiveIntegerField("thứ tự", default=0)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=FOREVER)
    decision = models.ForeignKey(
        "Decision", models.PROTECT, related_name="placements", null=True, blank=True, verbose_name="quyết định"
    )
    reorganization = models.ForeignKey(
        "Reorganization", models.PROTECT, related_name="placements", null=True, blank=True, verbose_name="việc sắp xếp"
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí trong hệ thống tổ chức"
        verbose_name_plural = "vị trí trong hệ thống tổ chức"
        constraints = [
            models.CheckConstraint(name="placement_ends_after_it_begins", condition=Q(valid_to__gt=F("valid_from"))),
            models.CheckConstraint(
                name="placement_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("organization")),
            ),
            models.CheckConstraint(
                name="placement_kind_is_known", condition=Q(kind__in=[kind.value for kind in OrganizationKind])
            ),
            models.UniqueConstraint(
                name="placement_one_open_per_organization",
                fields=("organization",),
                condition=Q(valid_to=FOREVER),
            ),
            models.UniqueConstraint(name="placement_one_start_per_day", fields=("organization", "valid_from")),
        ]
        indexes = [
            models.Index(name="placement_children", fields=("parent", "valid_from", "valid_to")),
            models.Index(name="placement_in_force", fields=("valid_from", "valid_to")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name as tables print it ("Phường 1", not "Đảng bộ Phường 1")."""
        return self.short_name or self.name

    @property
    def is_archive(self) -> bool:
        return self.kind == OrganizationKind.LUU_TRU

    @property
    def is_cell(self) -> bool:
        return self.kind in CELLS

    @property
    def sector_label(self) -> str:
        return codes.of("sector").label(self.sector) if self.sector else ""

    @property
    def area_label(self) -> str:
        return codes.of("cell_area").label(self.area) if self.area else ""
