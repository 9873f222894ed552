"""How large a list of people may be as it is sent: what a worker reads within its bounds, with room to spare."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MOST_BYTES = 25 * MEGABYTE

TOO_LARGE = (
    "Tệp lớn hơn 25 MB. Xóa hình ảnh và các trang tính không cần, hoặc chia danh sách thành nhiều tệp, "
    "lưu lại rồi đưa lên."
)
"""Said of a longer file, which is not kept."""
