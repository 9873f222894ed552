"""What was typed is offered only to the account whose page it was typed into, whoever sits at the browser by then."""

from __future__ import annotations

import pytest
from django.middleware.csrf import CSRF_SECRET_LENGTH, _mask_cipher_secret  # type: ignore[attr-defined]
from django.test import Client

from dangvien.models import User, UserSession
from dangvien.page_owner import new_secret, owner_of, page_owner
from tests import factories
from tests.dangvien.pages import Page, faults

TYPED = {"full_name": "Lê Thị Gõ Dở", "citizen_id": "045099000123", "birth_date": "3/2/2000"}
ADDRESS = "/nguon/them/"


class TestSecret:
    def test_tells_its_account_and_is_new_each_time(self):
        first, second = new_secret(7), new_secret(7)

        assert first != second
        assert (owner_of(first), owner_of(second), owner_of(new_secret(16**8 - 1))) == (7, 7, 16**8 - 1)
        assert (len(first), first.isalnum()) == (CSRF_SECRET_LENGTH, True)

    def test_tells_nothing_when_it_is_not_ours(self):
        mine = new_secret(7)
        forged = f"{8:08x}{mine[8:]}"
        assert [owner_of(text) for text in ("", "x" * 32, forged, mine[:-1], mine + "a")] == [None] * 5

    def test_is_read_from_a_form_plain_or_masked(self, rf):
        def owner(token):
            return page_owner(rf.post("/", {"csrfmiddlewaretoken": token}))

        secret = new_secret(7)
        assert (owner(secret), owner(_mask_cipher_secret(secret))) == (7, 7)
        assert (owner("é" * 64), owner("a" * 64), owner("")) == (None, None, None)


class Browser(Client):
    """As a browser is: forms carry what the page they stand on gave them."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})

    def boxes(self, response):
        found = Page(response.content.decode()).all("input", type="hidden")
        return {box.attributes["name"]: box.attributes.get("value", "") for box in found}

    def sign_in(self, name, door=None):
        door = door or self.get("/dang-nhap/")
        return self.post("/dang-nhap/", {**self.boxes(door), "username": name, "password": factories.PASSWORD})

    def opened(self, address=ADDRESS):
        """What a form of a page just opened carries."""
        return {"csrfmiddlewaretoken": self.boxes(self.get(address))["csrfmiddlewaretoken"]}


@pytest.fixture
def browser(an, binh):
    browser = Browser()
    browser.sign_in("an")
    return browser


def shows(response):
    html = response.content.decode()
    assert response.status_code == 302 or faults(html) == []
    return [value for value in TYPED.values() if value in html]


def end_from_elsewhere(name):
    UserSession.objects.filter(user__username=name).delete()


class TestASessionEndedFromElsewhere:
    def test_gives_the_form_back_to_the_same_person(self, browser):
        opened = browser.opened()
        end_from_elsewhere("an")

        door = browser.post(ADDRESS, {**opened, **TYPED})
        offered = browser.sign_in("an", door)

        assert Page(door.content.decode()).texts("h1") == ["Đăng nhập"]
        assert shows(offered) == list(TYPED.values())
        assert browser.post(ADDRESS, browser.boxes(offered)).status_code in {200, 302}

    def test_gives_it_to_nobody_else(self, browser):
        opened = browser.opened()
        end_from_elsewhere("an")

        door = browser.post(ADDRESS, {**opened, **TYPED})
        answer = browser.sign_in("binh", door)

        assert (answer.status_code, answer["Location"], shows(answer)) == (302, ADDRESS, [])

    def test_of_an_account_that_is_closed_too(self, browser, an):
        opened = browser.opened()
        User.objects.filter(pk=an.pk).update(is_active=False)

        door = browser.post(ADDRESS, {**opened, **TYPED})

        assert shows(browser.sign_in("binh", door)) == []


class TestAPageOlderThanTheSession:
    def test_is_offered_to_the_same_person_who_signed_in_again(self, browser):
        opened = browser.opened()
        end_from_elsewhere("an")
        browser.sign_in("an")

        old = browser.post(ADDRESS, {**opened, **TYPED})

        assert (old.status_code, shows(old)) == (403, list(TYPED.values()))

    def test_is_not_offered_to_who_signed_in_meanwhile(self, browser):
        opened = browser.opened()
        end_from_elsewhere("an")
        browser.sign_in("binh")

        old = browser.post(ADDRESS, {**opened, **TYPED})

        assert (old.status_code, shows(old)) == (403, [])

    def test_waits_behind_the_door_when_nobody_is_signed_in(self, browser):
        opened = browser.opened()
        end_from_elsewhere("an")
        browser.sign_in("binh")
        end_from_elsewhere("binh")

        door = browser.post(ADDRESS, {**opened, **TYPED})
        assert shows(browser.sign_in("binh", door)) == []
        end_from_elsewhere("binh")
        door = browser.post(ADDRESS, {**opened, **TYPED})

        assert shows(browser.sign_in("an", door)) == list(TYPED.values())

    def test_is_not_lost_at_a_door_that_is_old_itself(self, browser):
        opened = browser.opened()
        end_from_elsewhere("an")
        door = browser.post(ADDRESS, {**opened, **TYPED})
        browser.sign_in("an")

        assert shows(browser.sign_in("an", door)) == list(TYPED.values())


def test_a_page_that_does_not_tell_whose_it_is_is_offered_to_nobody(db):
    browser = Browser()
    token = browser.boxes(browser.get("/dang-nhap/"))["csrfmiddlewaretoken"]

    answer = browser.post(ADDRESS, {"csrfmiddlewaretoken": token, **TYPED})

    assert (answer.status_code, answer["Location"]) == (302, f"/dang-nhap/?next={ADDRESS}")
