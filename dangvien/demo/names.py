"""Invented names. Every list is of common Vietnamese names; nobody real is meant."""

from random import Random

from dangvien.models import Person

FAMILIES = (
    ("Nguyễn", 30), ("Lê", 15), ("Trần", 12), ("Hoàng", 8), ("Phan", 6), ("Võ", 5), ("Hồ", 4), ("Phạm", 4),
    ("Đỗ", 2), ("Bùi", 2), ("Dương", 2), ("Trương", 2), ("Ngô", 2), ("Đặng", 2), ("Đoàn", 1), ("Cao", 1), ("Mai", 1),
    ("Thái", 1), ("Đào", 1), ("Tạ", 1), ("Lương", 1), ("Hà", 1),
)  # fmt: skip
"""Family names with how often each is drawn."""

MIDDLES = {
    Person.Gender.NAM: (
        "Văn", "Đức", "Hữu", "Quang", "Công", "Đình", "Thanh", "Ngọc", "Tuấn", "Hoàng", "Minh", "Bá", "Duy", "Gia",
    ),
    Person.Gender.NU: (
        "Thị", "Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Ngọc", "Thị Kim", "Thị Hồng", "Thị Bích", "Thu", "Ngọc", "Mỹ",
    ),
}  # fmt: skip
GIVENS = {
    Person.Gender.NAM: (
        "An", "Ân", "Bảo", "Bình", "Cảnh", "Châu", "Chương", "Dân", "Dũng", "Đạt", "Điền", "Định", "Hà", "Hải", "Hào",
        "Hiền", "Hiếu", "Hòa", "Hoàn", "Hùng", "Huy", "Hưng", "Khánh", "Khiêm", "Khoa", "Kiên", "Lợi", "Long", "Lộc",
        "Mạnh", "Nam", "Nghĩa", "Nhân", "Nhật", "Phong", "Phú", "Phước", "Quân", "Quý", "Sơn", "Tài", "Tâm", "Tân",
        "Thành", "Thắng", "Thiện", "Thịnh", "Thông", "Tiến", "Tín", "Toàn", "Tuấn", "Tùng", "Vinh", "Vũ", "Vượng",
    ),
    Person.Gender.NU: (
        "An", "Anh", "Ánh", "Bình", "Chi", "Diệp", "Diệu", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng",
        "Hiền", "Hoa", "Hòa", "Hồng", "Huế", "Hương", "Khuê", "Lan", "Lệ", "Liên", "Linh", "Loan", "Ly", "Mai", "Minh",
        "My", "Nga", "Ngân", "Ngọc", "Nguyệt", "Nhàn", "Nhi", "Nhung", "Oanh", "Phương", "Quyên", "Quỳnh", "Sương",
        "Tâm", "Thảo", "Thơm", "Thu", "Thủy", "Thúy", "Trang", "Trâm", "Tuyết", "Vân", "Vy", "Xuân", "Yến",
    ),
}  # fmt: skip

HIGHLAND_MIDDLES = {Person.Gender.NAM: ("Văn", "A"), Person.Gender.NU: ("Thị",)}
HIGHLAND_GIVENS = {
    Person.Gender.NAM: ("Cươi", "Lơi", "Mốt", "Nang", "Nghiên", "Pả", "Rơi", "Thơi", "Thương", "Vôi", "Xa", "Xơn"),
    Person.Gender.NU: ("Băng", "Cườm", "Dợi", "Lưm", "Mơ", "Ngơi", "Nôi", "Rai", "Thêm", "Thuôn", "Xoan", "Ương"),
}
"""The peoples of the western mountains, who mostly carry the family name Hồ."""

_FAMILY_NAMES = [name for name, _ in FAMILIES]
_FAMILY_WEIGHTS = [weight for _, weight in FAMILIES]


def full_name(rng: Random, gender: Person.Gender) -> str:
    """A family name, a middle name and a given name."""
    family = rng.choices(_FAMILY_NAMES, _FAMILY_WEIGHTS)[0]
    return f"{family} {rng.choice(MIDDLES[gender])} {rng.choice(GIVENS[gender])}"


def highland_name(rng: Random, gender: Person.Gender) -> str:
    """A name as the Bru-Vân Kiều and Tà-ôi of the province carry it."""
    return f"Hồ {rng.choice(HIGHLAND_MIDDLES[gender])} {rng.choice(HIGHLAND_GIVENS[gender])}"
