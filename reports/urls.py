"""Addresses of the reports."""

from __future__ import annotations

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.index, name="bao-cao"),
    path("da-chot/", views.issues, name="bao-cao-da-chot-ds"),
    path("da-chot/<uuid:pk>/", views.issue, name="bao-cao-da-chot"),
    path("da-chot/<uuid:pk>/tep/", views.files, name="bao-cao-cac-tep"),
    path("da-chot/<uuid:pk>/so-voi-nay/", views.changes, name="bao-cao-so-voi-nay"),
    path("da-chot/<uuid:pk>/tep/<slug:wanted>/", views.download, name="bao-cao-tep"),
    path("da-chot/<uuid:pk>/o/<str:row>/<str:column>/", views.issue_cell, name="bao-cao-da-chot-o"),
    path("<slug:slug>/", views.show, name="bao-cao-xem"),
    path("<slug:slug>/chot/", views.freeze_report, name="bao-cao-chot"),
    path("<slug:slug>/o/<str:row>/<str:column>/", views.cell, name="bao-cao-o"),
]
