"""What the shipped settings, with HTTPS, tell a browser; how fast costly pages are answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import get_resolver

from dangvien.views.pace import COSTLY
from tests import factories
from tests.dangvien.pages import Page, faults
from tests.everything import views

ASK = """
import json, django
django.setup()
from django.test import Client
client, told = Client(headers={"host": "so.don-vi.local"}), {}
told["plain"] = dict(client.get("/dang-nhap/").headers) | {"status": client.get("/dang-nhap/").status_code}
page = client.get("/dang-nhap/", secure=True)
told["page"] = dict(page.headers) | {"status": page.status_code}
told["cookies"] = {name: value.OutputString() for name, value in page.cookies.items()}
told["foreign"] = Client(headers={"host": "xau.example"}).get("/dang-nhap/", secure=True).status_code
told["missing"] = dict(client.get("/khong-co/", secure=True).headers)
told["foreign_page"] = Client(headers={"host": "xau.example"}).get("/dang-nhap/", secure=True).content.decode()
print("TOLD" + json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The answers of a server with nothing set but what operations.md asks for behind a proxy with HTTPS."""
    folder = tmp_path_factory.mktemp("https")
    static = folder / "static"
    static.mkdir()
    environment = {
        "PATH": os.environ["PATH"], "DATA_DIR": str(folder), "HTTPS": "1", "ALLOWED_HOSTS": "so.don-vi.local",
        "DJANGO_SETTINGS_MODULE": "tests.plain_static",
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-c", ASK], cwd=Path(settings.BASE_DIR), env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.partition("TOLD")[2])


def test_without_https_one_is_led_to_it(told):
    assert (told["plain"]["status"], told["plain"]["Location"]) == (301, "https://so.don-vi.local/dang-nhap/")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()"),
        (
            "Content-Security-Policy",
            "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        ),
    ],
)
def test_every_page_tells_the_browser_to_keep_to_itself(told, header, value):
    for page in ("page", "missing"):
        said = told[page].get(header, "")
        assert sorted(said.split("; ")) == sorted(value.split("; ")), page


def test_cookies_go_to_this_server_alone_and_to_no_script(told):
    (name, cookie), *others = told["cookies"].items()

    assert (name, others) == ("__Host-csrf", [])
    for part in ("HttpOnly", "Path=/", "SameSite=Lax", "Secure"):
        assert part in cookie
    assert "Domain" not in cookie


def test_another_host_s_name_gets_a_page_that_repeats_nothing(told):
    assert told["foreign"] == 400
    assert "xau.example" not in told["foreign_page"]
    assert "Máy chủ không đọc được yêu cầu này" in told["foreign_page"]


def test_no_page_of_somebody_signed_in_stays_in_the_browser(world, as_chi):
    member = factories.member(world.a1)
    for address in ("/", "/dang-vien/", f"/dang-vien/{member.pk}/", "/nhat-ky/", "/khong-co/", "/nhat-ky/kiem-tra/"):
        assert as_chi.get(address)["Cache-Control"] == "no-store", address


class TestPace:
    @pytest.fixture(autouse=True)
    def slow(self, settings, world):
        settings.COSTLY_PER_MINUTE = 3
        cache.clear()
        yield
        cache.clear()

    def test_the_names_of_costly_pages_are_addresses(self):
        assert sorted(COSTLY - dict(views(get_resolver().url_patterns)).keys()) == []

    def test_too_many_in_a_minute_wait_and_keep_what_was_typed(self, as_chi, as_an):
        assert [as_chi.get("/tim-nguoi/").status_code for _ in range(3)] == [200] * 3

        response = as_chi.post("/tim-nguoi/", {"ten": "Lê Văn Bảy"})
        html = response.content.decode()

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert Page(html).texts("h1") == ["Mở quá nhiều trang nặng trong một phút"]
        assert [box.attributes["value"] for box in Page(html).all("input", name="ten")] == ["Lê Văn Bảy"]
        assert faults(html) == []
        assert as_chi.get("/dang-vien/").status_code == 200
        assert as_an.get("/tim-nguoi/").status_code == 200
