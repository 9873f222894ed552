"""Form 7 by hand: rewards, badges, cards, transfers of both years."""

from __future__ import annotations

from benchmarks.handwritten.asking import AREA, CUNG_KY, KY_NAY, Figures, add, ask, on
from benchmarks.handwritten.movements import FLOWS
from dangvien.period import Period

_SINCE = "BETWEEN %(from)s AND %(until)s"

TK07 = f"""
    WITH RECURSIVE {AREA},
    given(member_id, what) AS (
        SELECT x.id, 'bang_khen' FROM dangvien_member x WHERE x.person_id IN (
            SELECT w.person_id FROM dangvien_reward w
            WHERE w.voided_at IS NULL AND w.awarded_on {_SINCE} AND w.title {{like}} 'bằng khen')
        UNION ALL
        SELECT x.id, 'giay_khen' FROM dangvien_member x WHERE x.person_id IN (
            SELECT w.person_id FROM dangvien_reward w
            WHERE w.voided_at IS NULL AND w.awarded_on {_SINCE} AND w.title {{like}} 'giấy khen')
        UNION ALL
        SELECT b.member_id, 'huy_hieu_' || MAX(b.years) FROM dangvien_badge b
        WHERE b.voided_at IS NULL AND b.awarded_on {_SINCE} GROUP BY b.member_id
    )
    SELECT given.what, SUM(m.sign)
    FROM given JOIN dangvien_movement m ON m.member_id = given.member_id
    WHERE m.occurred_on <= %(until)s AND NOT (m.kind = 'tu_tran' AND m.occurred_on >= %(from)s)
        AND m.organization_id IN (SELECT id FROM area) GROUP BY 1
    UNION ALL
    SELECT 'the_phat', COUNT(*)
    FROM dangvien_step s LEFT JOIN dangvien_candidate c ON c.id = s.candidate_id
    LEFT JOIN dangvien_member x ON x.id = s.probationer_id
    WHERE s.kind = 'phat_the' AND s.reverses_id IS NULL AND s.occurred_on {_SINCE}
        AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id)
        AND COALESCE(c.organization_id, x.organization_id) IN (SELECT id FROM area)
    UNION ALL
    SELECT 'tam_thoi_di', COUNT(*) FROM dangvien_transfer t
    WHERE t.kind IN ('tam_thoi', 'nn_tam_thoi') AND t.origin_id IN (SELECT id FROM area)
        AND (t.destination_id IS NULL OR t.destination_id NOT IN (SELECT id FROM area))
        AND EXISTS (SELECT 1 FROM dangvien_transferstep s WHERE s.transfer_id = t.id AND s.kind = 'gioi_thieu'
            AND s.voided_at IS NULL AND s.occurred_on {_SINCE})
    UNION ALL
    SELECT 'tam_thoi_den', COUNT(*) FROM dangvien_transfer t
    WHERE t.kind IN ('tam_thoi', 'nn_tam_thoi') AND t.destination_id IN (SELECT id FROM area)
        AND (t.origin_id IS NULL OR t.origin_id NOT IN (SELECT id FROM area))
        AND EXISTS (SELECT 1 FROM dangvien_transferstep s WHERE s.transfer_id = t.id AND s.kind = 'tiep_nhan'
            AND s.voided_at IS NULL AND s.occurred_on {_SINCE})"""
MOVED = f"""
    WITH RECURSIVE {AREA}
    SELECT years, kind, SUM(n) FROM ({FLOWS}) AS flows WHERE kind IN ('chuyen_di', 'chuyen_den') GROUP BY 1, 2"""
_LIKE = {"postgresql": "~*", "sqlite": "REGEXP '(?i)' ||"}


def tk07(root: int, period: Period) -> Figures:
    """Form 7: the work with members."""
    found: Figures = {}
    for column, of in ((KY_NAY, period), (CUNG_KY, period.previous_year())):
        days = {"from": of.first, "until": of.last}
        for row, number in ask(TK07.format(like=on(_LIKE)), root, period, **days):
            add(found, row, column, number)
    for column, kind, number in ask(MOVED, root, period):
        add(found, {"chuyen_di": "chinh_thuc_di", "chuyen_den": "chinh_thuc_den"}[kind], column, number)
    return found
