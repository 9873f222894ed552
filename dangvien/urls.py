"""Vietnamese addresses of the register."""

from __future__ import annotations

from django.urls import include, path

from dangvien import admin
from dangvien.views import (
    accounts,
    admission,
    audit,
    bases,
    candidates,
    classes,
    decisions,
    health,
    home,
    jobs,
    members,
    organizations,
    reorganization,
    session,
)
from dangvien.views import help as help_pages

urlpatterns = [
    path("", home.home, name="trang-chu"),
    path("to-chuc/", organizations.tree, name="to-chuc"),
    path("to-chuc/thanh-lap/", reorganization.found, name="to-chuc-thanh-lap"),
    path("to-chuc/<slug:code>/", organizations.detail, name="to-chuc-chi-tiet"),
    path("to-chuc/<slug:code>/thay-doi/", reorganization.replace, name="to-chuc-thay-doi"),
    path("to-chuc/<slug:code>/luu-tru/", reorganization.archive, name="to-chuc-luu-tru"),
    path("dang-vien/", members.index, name="dang-vien"),
    path("dang-vien/<int:pk>/", members.detail, name="dang-vien-chi-tiet"),
    path("dang-vien/<int:pk>/cong-nhan/", admission.recognize, name="cong-nhan"),
    path("dang-vien/<int:pk>/dong-so/<int:line>/dinh-chinh/", members.correct, name="dinh-chinh"),
    path("nguon/", candidates.index, name="nguon"),
    path("nguon/them/", candidates.add, name="nguon-them"),
    path("nguon/<int:pk>/", candidates.detail, name="nguon-chi-tiet"),
    path("nguon/<int:pk>/gioi-thieu/", candidates.introduce, name="nguon-gioi-thieu"),
    path("nguon/<int:pk>/thoi-theo-doi/", candidates.stop, name="nguon-thoi"),
    path("nguon/<int:pk>/ket-nap/", admission.admit, name="ket-nap"),
    path("lop/", classes.index, name="lop"),
    path("lop/mo/", classes.add, name="lop-them"),
    path("lop/<int:pk>/", classes.detail, name="lop-chi-tiet"),
    path("lop/<int:pk>/ghi-danh/", classes.enroll, name="lop-ghi-danh"),
    path("lop/<int:pk>/ket-qua/", classes.results, name="lop-ket-qua"),
    path("quyet-dinh/", decisions.index, name="quyet-dinh"),
    path("quyet-dinh/<int:pk>/", decisions.detail, name="quyet-dinh-chi-tiet"),
    path("bao-cao/", include("reports.urls")),
    path("dang-nhap/", session.sign_in, name="dang-nhap"),
    path("dang-xuat/", session.sign_out, name="dang-xuat"),
    path("doi-mat-khau/", session.change_password, name="doi-mat-khau"),
    path("can-cu/", bases.index, name="can-cu"),
    path("tro-giup/", help_pages.index, name="tro-giup"),
    path("tro-giup/<slug:slug>/", help_pages.page, name="tro-giup-trang"),
    path("suc-khoe/", health.health, name="suc-khoe"),
    path("phan-cong-cua-toi/", accounts.own, name="phan-cong-cua-toi"),
    path("tai-khoan/", accounts.index, name="tai-khoan"),
    path("tai-khoan/mo/", accounts.add, name="tai-khoan-them"),
    path("tai-khoan/<int:pk>/", accounts.detail, name="tai-khoan-chi-tiet"),
    path("tai-khoan/<int:pk>/cap-lai-mat-khau/", accounts.reset, name="tai-khoan-cap-lai"),
    path("tai-khoan/<int:pk>/khoa/", accounts.close, name="tai-khoan-khoa"),
    path("tai-khoan/<int:pk>/mo-lai/", accounts.reopen, name="tai-khoan-mo-lai"),
    path("tai-khoan/<int:pk>/phan-cong/", accounts.appoint, name="phan-cong-them"),
    path("tai-khoan/<int:pk>/phan-cong/<int:appointment>/thoi/", accounts.end, name="phan-cong-thoi"),
    path("nhat-ky/", audit.index, name="nhat-ky"),
    path("nhat-ky/kiem-tra/", audit.verify, name="nhat-ky-kiem-tra"),
    path("viec/", jobs.index, name="viec-in"),
    path("viec/<uuid:pk>/", jobs.detail, name="viec-chi-tiet"),
    path("viec/<uuid:pk>/lam-lai/", jobs.again, name="viec-lam-lai"),
    path("quan-tri/danh-muc/", admin.site.urls),
]

handler400 = "dangvien.views.errors.bad_request"
handler403 = "dangvien.views.errors.permission_denied"
handler404 = "dangvien.views.errors.page_not_found"
handler500 = "dangvien.views.errors.server_error"
