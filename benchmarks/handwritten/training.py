"""From the class to the card by hand (R16): one look at everything that happened to each learner since."""

from __future__ import annotations

from benchmarks.handwritten.asking import AREA, Figures, add, ask
from dangvien.period import Period

_STEP = """EXISTS (SELECT 1 FROM dangvien_step s JOIN {who} ON {link} WHERE {person} = e.person_id AND s.kind = '{kind}'
    AND s.occurred_on BETWEEN k.starts_on AND %(last)s AND s.reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id))"""
_ALLOWED = _STEP.format(
    who="dangvien_candidate c", link="c.id = s.candidate_id", person="c.person_id", kind="duoc_lam_thu_tuc"
)
_CARD = _STEP.format(who="dangvien_member w", link="w.id = s.probationer_id", person="w.person_id", kind="phat_the")

R16 = f"""
    WITH RECURSIVE {AREA},
    learner AS (
        SELECT e.certificate_on, {_ALLOWED} AS allowed, {_CARD} AS handed, x.card_number,
            COALESCE(x.official_on BETWEEN k.starts_on AND %(last)s, 1 = 0) AS official,
            EXISTS (SELECT 1 FROM dangvien_movement m WHERE m.member_id = x.id AND m.kind = 'ket_nap' AND m.weight = 1
                AND m.occurred_on BETWEEN k.starts_on AND %(last)s
                AND NOT EXISTS (SELECT 1 FROM dangvien_movement r WHERE r.reverses_id = m.id)) AS admitted
        FROM dangvien_enrollment e JOIN dangvien_trainingclass k ON k.id = e.training_class_id
        LEFT JOIN dangvien_member x ON x.person_id = e.person_id
        WHERE k.kind = 'nhan_thuc' AND k.starts_on BETWEEN %(first)s AND %(last)s
            AND e.sent_by_id IN (SELECT id FROM area)
    )
    SELECT COUNT(*), SUM(CASE WHEN certificate_on <= %(last)s THEN 1 ELSE 0 END),
        SUM(CASE WHEN allowed OR admitted THEN 1 ELSE 0 END), SUM(CASE WHEN admitted THEN 1 ELSE 0 END),
        SUM(CASE WHEN admitted AND official THEN 1 ELSE 0 END),
        SUM(CASE WHEN admitted AND official AND (handed OR card_number IS NOT NULL) THEN 1 ELSE 0 END)
    FROM learner"""
_STAGES = ("hoc_lop", "cap_giay", "lam_ho_so", "hoc_vien_ket_nap", "hoc_vien_chinh_thuc", "hoc_vien_co_the")


def r16(root: int, period: Period) -> Figures:
    """How far the learners of the period have come by its last day."""
    found: Figures = {}
    [numbers] = ask(R16, root, period)
    for row, number in zip(_STAGES, numbers, strict=True):
        add(found, row, "so_luong", number)
    return found
