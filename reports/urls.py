"""Addresses of the reports."""

from __future__ import annotations

from django.urls import path

from reports.views import asking, document_types, issues, overview, percentages, requirements, steps, written

urlpatterns = [
    path("", asking.index, name="bao-cao"),
    path("da-chot/", issues.issues, name="bao-cao-da-chot-ds"),
    path("da-chot/<uuid:pk>/", issues.issue, name="bao-cao-da-chot"),
    path("da-chot/<uuid:pk>/tep/", issues.files, name="bao-cao-cac-tep"),
    path("da-chot/<uuid:pk>/so-voi-nay/", issues.changes, name="bao-cao-so-voi-nay"),
    path("da-chot/<uuid:pk>/tep/<slug:wanted>/", issues.download, name="bao-cao-tep"),
    path("da-chot/<uuid:pk>/o/<str:row>/<str:column>/", issues.issue_cell, name="bao-cao-da-chot-o"),
    path("da-chot/<uuid:pk>/kiem-tra/", steps.check, name="bao-cao-kiem-tra"),
    path("da-chot/<uuid:pk>/duyet/", steps.approve, name="bao-cao-duyet"),
    path("da-chot/<uuid:pk>/ban-hanh/", steps.publish, name="bao-cao-ban-hanh"),
    path("da-chot/<uuid:pk>/tra-lai/", steps.send_back, name="bao-cao-tra-lai"),
    path("da-chot/<uuid:pk>/bo/", steps.drop, name="bao-cao-bo"),
    path("da-chot/<uuid:pk>/thu-hoi/", steps.withdraw, name="bao-cao-thu-hoi"),
    path("da-chot/<uuid:pk>/thay-the/", steps.replace, name="bao-cao-thay-the"),
    path("phai-nop/", requirements.owed, name="bao-cao-phai-nop"),
    path("cho-gui/", requirements.waited, name="bao-cao-cho-gui"),
    path("cho-gui/them/", requirements.add, name="bao-cao-cho-gui-them"),
    path("cho-gui/<int:pk>/", requirements.waited_for, name="bao-cao-cho-gui-chi-tiet"),
    path("cho-gui/<int:pk>/thoi/", requirements.end, name="bao-cao-cho-gui-thoi"),
    path("tu-lap/", requirements.automatic, name="bao-cao-tu-lap"),
    path("soat-ty-le/", percentages.check, name="bao-cao-soat-ty-le"),
    path("loai-van-ban/", document_types.index, name="bao-cao-loai-van-ban"),
    path("tong-quan/", overview.show, name="tong-quan"),
    path("tong-quan/in/", overview.ask, name="tong-quan-in"),
    path("tong-quan/tep/<uuid:pk>/", overview.take, name="tong-quan-tep"),
    path("tong-quan/<slug:part>/o/<str:row>/<str:column>/", overview.cell, name="tong-quan-o"),
    path("bang-loi/", written.index, name="bao-cao-bang-loi"),
    path("bang-loi/con-so/", written.figures, name="bao-cao-con-so"),
    path("bang-loi/lap/", written.make, name="bao-cao-bang-loi-lap"),
    path("bang-loi/mau/dua-len/", written.bring, name="bao-cao-mau-dua-len"),
    path("bang-loi/mau/san/<slug:slug>/", written.our_file, name="bao-cao-mau-san"),
    path("bang-loi/mau/<int:pk>/", written.template, name="bao-cao-mau"),
    path("bang-loi/mau/<int:pk>/tep/", written.template_file, name="bao-cao-mau-tep"),
    path("bang-loi/mau/<int:pk>/thoi/", written.retire, name="bao-cao-mau-thoi"),
    path("bang-loi/<uuid:pk>/", written.show, name="bao-cao-bang-loi-xem"),
    path("bang-loi/<uuid:pk>/tep/", written.files, name="bao-cao-bang-loi-cac-tep"),
    path("bang-loi/<uuid:pk>/tep/<slug:wanted>/", written.download, name="bao-cao-bang-loi-tep"),
    path("bang-loi/<uuid:pk>/so/<int:number>/", written.figure, name="bao-cao-bang-loi-so"),
    path("bang-loi/<uuid:pk>/so/<int:number>/<int:cell>/", written.figure, name="bao-cao-bang-loi-so-o"),
    path(
        "bang-loi/<uuid:pk>/bang/<int:number>/o/<str:row>/<str:column>/",
        written.table_cell,
        name="bao-cao-bang-loi-bang-o",
    ),
    path("<slug:slug>/", asking.show, name="bao-cao-xem"),
    path("<slug:slug>/chot/", asking.freeze_report, name="bao-cao-chot"),
    path("<slug:slug>/o/<str:row>/<str:column>/", asking.cell, name="bao-cao-o"),
]
