"""Addresses of the reports."""

from __future__ import annotations

from django.urls import path

from reports.views import asking, issues

urlpatterns = [
    path("", asking.index, name="bao-cao"),
    path("da-chot/", issues.issues, name="bao-cao-da-chot-ds"),
    path("da-chot/<uuid:pk>/", issues.issue, name="bao-cao-da-chot"),
    path("da-chot/<uuid:pk>/tep/", issues.files, name="bao-cao-cac-tep"),
    path("da-chot/<uuid:pk>/so-voi-nay/", issues.changes, name="bao-cao-so-voi-nay"),
    path("da-chot/<uuid:pk>/tep/<slug:wanted>/", issues.download, name="bao-cao-tep"),
    path("da-chot/<uuid:pk>/o/<str:row>/<str:column>/", issues.issue_cell, name="bao-cao-da-chot-o"),
    path("<slug:slug>/", asking.show, name="bao-cao-xem"),
    path("<slug:slug>/chot/", asking.freeze_report, name="bao-cao-chot"),
    path("<slug:slug>/o/<str:row>/<str:column>/", asking.cell, name="bao-cao-o"),
]
