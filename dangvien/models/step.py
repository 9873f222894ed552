"""The dated facts of one case: who did which step when, by which paper. Never changed; a mistake is reversed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dangvien.models.candidate import Candidate
from dangvien.models.member import Member
from dangvien.models.movement import Movement
from dangvien.models.organization import Organization


class StepKind(models.TextChoices):
    """What happened. Numbers of states and exits (S…, D…, X…) are given in procedure/way.py and docs/glossary.md."""

    VAO_DANH_SACH = "vao_danh_sach", "Đưa vào danh sách cảm tình Đảng"
    DUOC_LAM_THU_TUC = "duoc_lam_thu_tuc", "Được đồng ý làm thủ tục kết nạp"
    DON = "don", "Đơn xin vào Đảng"
    LY_LICH = "ly_lich", "Lý lịch của người xin vào Đảng"
    GUI_THAM_TRA = "gui_tham_tra", "Gửi thẩm tra lý lịch"
    TRA_LOI_THAM_TRA = "tra_loi_tham_tra", "Trả lời thẩm tra"
    MIEN_THAM_TRA = "mien_tham_tra", "Không phải thẩm tra"
    GIOI_THIEU_DANG_VIEN = "gioi_thieu_dang_vien", "Đảng viên chính thức giới thiệu"
    GIOI_THIEU_DOAN_THE = "gioi_thieu_doan_the", "Đoàn thể giới thiệu"
    Y_KIEN_DOAN_THE = "y_kien_doan_the", "Ý kiến đoàn thể chính trị - xã hội"
    Y_KIEN_CU_TRU = "y_kien_cu_tru", "Ý kiến chi ủy nơi cư trú"
    CHUNG_NHAN_LY_LICH = "chung_nhan_ly_lich", "Cấp ủy chứng nhận lý lịch"
    NQ_CHI_BO = "nq_chi_bo", "Chi bộ xét kết nạp"
    THAM_DINH_BO_PHAN = "tham_dinh_bo_phan", "Đảng ủy bộ phận thẩm định"
    NQ_DANG_UY = "nq_dang_uy", "Đảng ủy cơ sở xét kết nạp"
    TRINH = "trinh", "Thẩm định, trình cấp có thẩm quyền"
    QUYET_DINH_KET_NAP = "quyet_dinh_ket_nap", "Quyết định kết nạp"
    NHAN_QUYET_DINH = "nhan_quyet_dinh", "Chi bộ nhận quyết định"
    LE_KET_NAP = "le_ket_nap", "Lễ kết nạp"
    HO_SO_DANG_VIEN = "ho_so_dang_vien", "Lập lý lịch, phiếu đảng viên"
    PHAN_CONG_GIUP_DO = "phan_cong_giup_do", "Phân công đảng viên giúp đỡ"
    TU_KIEM_DIEM = "tu_kiem_diem", "Bản tự kiểm điểm của đảng viên dự bị"
    NHAN_XET_GIUP_DO = "nhan_xet_giup_do", "Nhận xét của đảng viên giúp đỡ"
    NQ_CHI_BO_CONG_NHAN = "nq_chi_bo_cong_nhan", "Chi bộ xét công nhận chính thức"
    THAM_DINH_CONG_NHAN = "tham_dinh_cong_nhan", "Đảng ủy bộ phận thẩm định công nhận"
    NQ_DANG_UY_CONG_NHAN = "nq_dang_uy_cong_nhan", "Đảng ủy cơ sở xét công nhận"
    QUYET_DINH_CONG_NHAN = "quyet_dinh_cong_nhan", "Quyết định công nhận chính thức"
    CONG_BO = "cong_bo", "Công bố quyết định công nhận"
    PHAT_THE = "phat_the", "Phát thẻ đảng viên"
    VAN_BAN_DONG_Y = "van_ban_dong_y", "Văn bản đồng ý của cấp trên"
    GIA_HAN = "gia_han", "Gia hạn"
    DAC_BIET = "dac_biet", "Trường hợp đặc biệt"
    THOI_THEO_DOI = "thoi_theo_doi", "Thôi theo dõi"
    CHUYEN_NOI = "chuyen_noi", "Chuyển nơi trong thời gian xem xét"
    CHUYEN_HO_SO = "chuyen_ho_so", "Chuyển hồ sơ đến nơi mới"
    TIEP_NHAN = "tiep_nhan", "Nơi mới tiếp nhận hồ sơ"
    DE_NGHI_XEM_LAI = "de_nghi_xem_lai", "Nơi mới đề nghị xem lại"
    KET_LUAN_XEM_LAI = "ket_luan_xem_lai", "Kết luận việc xem lại"
    HUY_QUYET_DINH = "huy_quyet_dinh", "Hủy quyết định kết nạp trước lễ"
    HUY_KET_NAP = "huy_ket_nap", "Hủy quyết định kết nạp do sai tiêu chuẩn"
    LAM_LAI_QUYET_DINH = "lam_lai_quyet_dinh", "Quyết định lại do sai thẩm quyền, thủ tục"
    NQ_CHI_BO_XOA_TEN = "nq_chi_bo_xoa_ten", "Chi bộ đề nghị xóa tên đảng viên dự bị"
    NQ_DANG_UY_XOA_TEN = "nq_dang_uy_xoa_ten", "Đảng ủy cơ sở đề nghị xóa tên đảng viên dự bị"
    QUYET_DINH_XOA_TEN = "quyet_dinh_xoa_ten", "Quyết định xóa tên đảng viên dự bị"


class Outcome(models.TextChoices):
    """How a step ended, where it can end in more than one way. Which fit which kind: procedure/way.py."""

    DONG_Y = "dong_y", "Đồng ý"
    KHONG_DONG_Y = "khong_dong_y", "Không đồng ý"
    Y_KIEN_KHAC = "y_kien_khac", "Ý kiến khác"
    DUNG = "dung", "Đúng"
    CHUA_DUNG = "chua_dung", "Chưa đúng"
    CHUA_DU = "chua_du", "Chưa đủ"
    DU = "du", "Đủ"
    THIEU = "thieu", "Còn thiếu"
    DU_DIEU_KIEN = "du_dieu_kien", "Đủ điều kiện"
    KHONG_DU_DIEU_KIEN = "khong_du_dieu_kien", "Không đủ điều kiện"
    DA_GIAP_LAI = "da_giap_lai", "Đã đóng dấu giáp lai"
    CHUA_GIAP_LAI = "chua_giap_lai", "Chưa đóng dấu giáp lai"
    CO_DANG_VIEN = "co_dang_vien", "Có người thân ruột là đảng viên, lý lịch đã khai rõ"
    CUNG_DIA_PHUONG = "cung_dia_phuong", "Sinh sống tại xã, phường từ đời ông bà, cấp ủy xác nhận"
    LUC_LUONG_VU_TRANG = "luc_luong_vu_trang", "Đối chiếu lý lịch nhập ngũ"
    KHONG_DU_TIEU_CHUAN = "khong_du_tieu_chuan", "Không đủ tiêu chuẩn"
    CHUYEN_DI = "chuyen_di", "Chuyển đi nơi khác"
    TU_XIN_THOI = "tu_xin_thoi", "Tự xin thôi"
    HET_TUOI = "het_tuoi", "Hết tuổi"
    KHAC = "khac", "Lý do khác"
    CHINH_TRI = "chinh_tri", "Không đủ tiêu chuẩn chính trị"
    CAP_UY_KHONG_DONG_Y = "cap_uy_khong_dong_y", "Cấp ủy có thẩm quyền không đồng ý"
    RUT_DON = "rut_don", "Tự rút đơn"
    TU_TRAN = "tu_tran", "Từ trần"
    CHUA_CO_NGHI_QUYET = "chua_co_nghi_quyet", "Chưa có nghị quyết: nơi mới cử người giúp đỡ"
    GUI_NOI_MOI = "gui_noi_moi", "Có nghị quyết: gửi hồ sơ đến cấp có thẩm quyền nơi mới"
    CAP_CU_CHUYEN = "cap_cu_chuyen", "Hồ sơ ở cấp có thẩm quyền cũ: chuyển đến nơi mới"
    CUNG_CAP = "cung_cap", "Cùng cấp có thẩm quyền: tổ chức lễ ở nơi mới"
    LE_NOI_MOI = "le_noi_moi", "Khác cấp có thẩm quyền, quyết định còn dùng: tổ chức lễ ở nơi mới"
    PHAI_HUY = "phai_huy", "Quyết định ban hành muộn sau khi chuyển: phải hủy"
    DANG_VIEN_DU_BI = "dang_vien_du_bi", "Đảng viên dự bị: gửi kèm nhận xét, nơi mới cử người giúp đỡ"
    CHUA_CO_TO_CHUC = "chua_co_to_chuc", "Cơ sở chưa có tổ chức đảng"
    CHUA_CO_DANG_VIEN = "chua_co_dang_vien", "Cơ sở chưa có đảng viên"
    YEU_CAU_DAC_BIET = "yeu_cau_dac_biet", "Yêu cầu đặc biệt"


class Matter(models.TextChoices):
    """What a step is about: whose past is verified, what a paper consents to, which special case, which clock.

    Of an admission or a recognition written at once: why.
    """

    BAN_THAN = "ban_than", "Bản thân"
    CHA_ME = "cha_me", "Cha, mẹ đẻ hoặc người nuôi dưỡng"
    VO_CHONG = "vo_chong", "Vợ hoặc chồng"
    BEN_VO_CHONG = "ben_vo_chong", "Cha, mẹ vợ hoặc chồng"
    CON = "con", "Con đẻ"
    TREN_60 = "tren_60", "Kết nạp người quá tuổi"
    TRINH_DO = "trinh_do", "Kết nạp người chưa đủ trình độ học vấn"
    TON_GIAO = "ton_giao", "Người có đạo"
    HON_NHAN_NUOC_NGOAI = "hon_nhan_nuoc_ngoai", "Vợ hoặc chồng là người nước ngoài"
    NGUOI_HOA = "nguoi_hoa", "Người Hoa, người nhập quốc tịch"
    CHU_DOANH_NGHIEP = "chu_doanh_nghiep", "Chủ doanh nghiệp tư nhân"
    HOP_DONG = "hop_dong", "Làm việc theo hợp đồng, biệt phái hoặc chờ việc"
    CHINH_TRI = "chinh_tri", "Vấn đề tiêu chuẩn chính trị"
    KET_NAP_LAI = "ket_nap_lai", "Kết nạp lại"
    XOA_AN_TICH = "xoa_an_tich", "Đã được xóa án tích"
    VUNG = "vung", "Vùng khó khăn, biên giới, hải đảo, dân tộc thiểu số"
    UY_TIN = "uy_tin", "Già làng, trưởng bản, người có uy tín"
    BI_KHOI_TO = "bi_khoi_to", "Đang bị khởi tố, truy tố, xét xử"
    HET_BI_KHOI_TO = "het_bi_khoi_to", "Đã có kết luận, không còn bị khởi tố"
    HOC_SINH_THPT = "hoc_sinh_thpt", "Học sinh trung học phổ thông"
    Y_KIEN_CHA_ME = "y_kien_cha_me", "Ý kiến đồng ý của cha mẹ"
    TIEU_CHUAN_NHOM = "tieu_chuan_nhom", "Đạt tiêu chuẩn riêng của nhóm đối tượng"
    KHONG_CO_DOAN = "khong_co_doan", "Nơi công tác, cư trú không có tổ chức Đoàn"
    KHONG_CO_CONG_DOAN = "khong_co_cong_doan", "Nơi công tác không có công đoàn"
    KHONG_LA_DOAN_VIEN = "khong_la_doan_vien", "Không phải đoàn viên"
    NGUOI_THAY = "nguoi_thay", "Người giúp đỡ thay thế"
    CU_TRU_DAC_BIET = "cu_tru_dac_biet", "Không phải lấy ý kiến nơi cư trú"
    LE_MUON = "le_muon", "Tổ chức lễ muộn"
    QUYET_DINH_KET_NAP = "han_quyet_dinh", "Thời hạn quyết định kết nạp"
    QUYET_DINH_CONG_NHAN = "han_cong_nhan", "Thời hạn quyết định công nhận"
    DINH_CHINH_NGAY = "dinh_chinh_ngay", "Quyết định đính chính ngày chính thức"
    GIAY_TO_CU = "giay_to_cu", "Giấy tờ làm xong trước khi dùng sổ"
    LAM_NOI_KHAC = "lam_noi_khac", "Các bước làm xong ở nơi khác"
    GHI_CHAM = "ghi_cham", "Giấy tờ làm đủ, ghi sổ chậm"


class StepsAreAppendOnly(RuntimeError):
    """Somebody tried to change or delete a recorded step."""


class StepQuerySet(models.QuerySet["Step"]):
    def standing(self) -> StepQuerySet:
        """Steps that count: neither reversed nor reversals."""
        return self.filter(~Exists(Step.objects.filter(reverses=OuterRef("pk"))), reverses__isnull=True)

    def of_kind(self, *kinds: StepKind) -> StepQuerySet:
        return self.filter(kind__in=kinds)

    def moves(self) -> StepQuerySet:
        """Moves during the process, with the places they lead from and to, the newest last."""
        return self.of_kind(StepKind.CHUYEN_NOI).select_related("origin", "organization").in_order()

    def in_order(self) -> StepQuerySet:
        """As life went; of one day, as they were written."""
        return self.order_by("occurred_on", "pk")

    def helping_on_probation(self, members: Iterable[int]) -> StepQuerySet:
        """The steps that name who helps these members on probation, the newest last."""
        ways = Candidate.objects.filter(person__member__in=members)
        of_members = Q(probationer__in=members) | Q(kind=StepKind.LE_KET_NAP, candidate__in=ways)
        named = self.standing().of_kind(StepKind.LE_KET_NAP, StepKind.PHAN_CONG_GIUP_DO)
        return named.filter(of_members, helper__isnull=False).in_order()

    def with_papers(self) -> StepQuerySet:
        """With everything a page prints of them, in a fixed number of queries."""
        return self.select_related("decision", "helper__person", "recorded_by", "vote", "answers", "reversed_by")

    def erase_reasons(self, words: str) -> None:
        """Set words in place of why a step was mended, of somebody whose identity is erased (actions/erasing.py)."""
        models.QuerySet.update(self.exclude(reason=""), reason=words)

    def update(self, **kwargs: Any) -> NoReturn:
        raise StepsAreAppendOnly("Bước đã ghi không được sửa; hãy đính chính.")

    def delete(self) -> NoReturn:
        raise StepsAreAppendOnly("Bước đã ghi không được xóa; hãy đính chính.")


class Step(models.Model):
    """One event of one case: of a candidate on the way to admission, or of a member on probation (`probationer`).

    `organization` is the organ of this register that acted (of a move: where to; `origin` where from), `body` one
    outside of it, by its name on the paper.

    `basis_number` and `basis_on` are the paper the step rests on (the cell's resolution before a committee's consent,
    the remark of the chi ủy before the committee's certificate). `count` is a number the paper states: pages of the lý
    lịch, months an introducer has known the person. `rules_key` is the set of rules of the step's day. `replaced` is
    what the member's row said before the step changed it (dates, numbers), so that its reversal can set it back.
    """

    candidate = models.ForeignKey(
        Candidate, models.PROTECT, related_name="steps", null=True, blank=True, verbose_name="quần chúng ưu tú"
    )
    probationer = models.ForeignKey(
        Member, models.PROTECT, related_name="steps", null=True, blank=True, verbose_name="đảng viên dự bị"
    )
    kind = models.CharField("bước", max_length=24, choices=StepKind)
    occurred_on = models.DateField("ngày")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="steps", null=True, blank=True, verbose_name="tổ chức đảng"
    )
    origin = models.ForeignKey(
        Organization, models.PROTECT, related_name="left_steps", null=True, blank=True, verbose_name="chuyển từ"
    )
    body = models.CharField("cơ quan, tổ chức khác", max_length=200, blank=True)
    number = models.CharField("số văn bản", max_length=40, blank=True)
    basis_number = models.CharField("số văn bản làm căn cứ", max_length=40, blank=True)
    basis_on = models.DateField("ngày văn bản làm căn cứ", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    outcome = models.CharField("kết quả", max_length=24, choices=Outcome, blank=True)
    matter = models.CharField("về việc", max_length=24, choices=Matter, blank=True)
    abroad = models.BooleanField("ở nước ngoài", default=False)
    count = models.PositiveSmallIntegerField("số lượng", null=True, blank=True)
    helper = models.ForeignKey(
        Member, models.PROTECT, related_name="helped_steps", null=True, blank=True, verbose_name="đảng viên"
    )
    answers = models.ForeignKey(
        "self", models.PROTECT, related_name="answered_by", null=True, blank=True, verbose_name="trả lời bước"
    )
    decision = models.ForeignKey(
        "Decision", models.PROTECT, related_name="steps", null=True, blank=True, verbose_name="quyết định"
    )
    movement = models.ForeignKey(
        Movement, models.PROTECT, related_name="steps", null=True, blank=True, verbose_name="dòng sổ"
    )
    replaced = models.JSONField("đã thay", default=dict, blank=True)
    rules_key = models.CharField("bộ quy định", max_length=8)
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(
        "User", models.PROTECT, related_name="recorded_steps", null=True, blank=True, verbose_name="người ghi"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="đính chính bước"
    )
    reason = models.CharField("lý do đính chính", max_length=250, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của hồ sơ"
        verbose_name_plural = "bước của hồ sơ"
        indexes = [models.Index(name="step_by_kind", fields=("kind", "occurred_on"))]
        constraints = [
            models.CheckConstraint(
                name="step_belongs_to_one_case",
                condition=Q(candidate__isnull=False, probationer__isnull=True)
                | Q(candidate__isnull=True, probationer__isnull=False),
            ),
            models.CheckConstraint(name="step_kind_is_known", condition=Q(kind__in=StepKind.values)),
            models.CheckConstraint(name="step_outcome_is_known", condition=Q(outcome__in=["", *Outcome.values])),
            models.CheckConstraint(name="step_matter_is_known", condition=Q(matter__in=["", *Matter.values])),
            models.CheckConstraint(name="step_reversal_has_reason", condition=Q(reverses__isnull=True) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise StepsAreAppendOnly("Bước đã ghi không được sửa; hãy đính chính.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StepsAreAppendOnly("Bước đã ghi không được xóa; hãy đính chính.")


class Vote(models.Model):
    """The ballots of one resolution, as integers; a percentage is never stored.

    `convened` is everybody entitled, `excluded` those taken out of the base by rule (294-QĐ/TW, 9.3), `base` what the
    threshold is counted on, `threshold` the rule's fraction on that day ("2/3" at least, "1/2" more than).
    """

    class Method(models.TextChoices):
        PHIEU_KIN = "phieu_kin", "Phiếu kín"
        THE_DANG = "the_dang", "Giơ thẻ đảng viên"

    step = models.OneToOneField(Step, models.CASCADE, related_name="vote", verbose_name="bước")
    convened = models.PositiveSmallIntegerField("tổng số")
    excluded = models.PositiveSmallIntegerField("không tính", default=0)
    base = models.PositiveSmallIntegerField("số làm căn cứ")
    present = models.PositiveSmallIntegerField("có mặt")
    agree = models.PositiveSmallIntegerField("tán thành")
    disagree = models.PositiveSmallIntegerField("không tán thành", default=0)
    invalid = models.PositiveSmallIntegerField("phiếu không hợp lệ", default=0)
    method = models.CharField("hình thức", max_length=10, choices=Method, default=Method.PHIEU_KIN)
    threshold = models.CharField("tỷ lệ cần đạt", max_length=5)
    passed = models.BooleanField("đạt")

    class Meta:
        verbose_name = "biểu quyết"
        verbose_name_plural = "biểu quyết"
        constraints = [
            models.CheckConstraint(
                name="vote_adds_up",
                condition=Q(present__gte=F("agree") + F("disagree") + F("invalid"))
                & Q(convened__gte=F("present"))
                & Q(base=F("convened") - F("excluded"))
                & Q(base__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agree}/{self.base}"


class CheckResult(models.Model):
    """What one check (K01…) found when a step was recorded: kept, so that the step can be explained years later."""

    class Verdict(models.TextChoices):
        DAT = "dat", "Đạt"
        THONG_TIN = "thong_tin", "Thông tin"
        CANH_BAO = "canh_bao", "Cần chú ý"
        VUOT = "vuot", "Được chấp thuận bằng văn bản"

    step = models.ForeignKey(Step, models.CASCADE, related_name="checks", verbose_name="bước")
    check_id = models.CharField("kiểm tra", max_length=4)
    verdict = models.CharField("kết luận", max_length=10, choices=Verdict)
    sentence = models.CharField("nội dung", max_length=400, blank=True)
    source = models.CharField("căn cứ", max_length=250, blank=True)
    inputs = models.JSONField("dữ kiện", default=dict)
    consent = models.ForeignKey(
        Step, models.PROTECT, related_name="allows", null=True, blank=True, verbose_name="văn bản chấp thuận"
    )

    class Meta:
        verbose_name = "kết quả kiểm tra"
        verbose_name_plural = "kết quả kiểm tra"
        ordering = ("check_id",)
        constraints = [models.UniqueConstraint(name="check_once_per_step", fields=("step", "check_id"))]

    def __str__(self) -> str:
        return f"{self.check_id} {self.get_verdict_display()}"
