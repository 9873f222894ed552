"""Kinds of documents as this register calls them, over the list that comes with the program."""

from __future__ import annotations

from django.db import models


class DocumentType(models.Model):
    """A kind of document added to the list of fixtures/codes/document_type.toml, renamed in it or left out of it.

    `code` is what stands in a number ("Số 49-BC/ĐU"), `label` what is printed above the title.
    """

    code = models.CharField("ký hiệu loại", max_length=6, unique=True)
    label = models.CharField("tên loại", max_length=60)
    in_use = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "loại văn bản"
        verbose_name_plural = "loại văn bản"

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
