"""Whose page a form stood on, even when the session it was opened in is gone.

Every form carries Django's token against forged requests, and every token is made of a secret that is new at each
sign-in. Our secret tells the account: its key, something random, and a seal on both. Nothing else has to travel with a
form, and without the server's key nobody makes a page that seems to be somebody else's.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware import csrf
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

KEY, CHANCE, SEAL = 8, 12, 12
"""Letters of the three parts; together `csrf.CSRF_SECRET_LENGTH`."""


def new_secret(user: int) -> str:
    """A secret for the forms of a session of this account."""
    told = f"{user:0{KEY}x}{get_random_string(CHANCE, csrf.CSRF_ALLOWED_CHARS)}"
    return told + _seal(told)


def owner_of(secret: str) -> int | None:
    """The account in whose session a secret was made; None when it does not tell, or not truly."""
    told, seal = secret[: KEY + CHANCE], secret[KEY + CHANCE :]
    if len(secret) != csrf.CSRF_SECRET_LENGTH or not constant_time_compare(seal, _seal(told)):
        return None
    return int(told[:KEY], 16)


def page_owner(request: HttpRequest) -> int | None:
    """The account whose page the form of this request stood on; None when it cannot be told."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    if len(token) == csrf.CSRF_TOKEN_LENGTH:
        try:
            token = csrf._unmask_cipher_token(token)  # type: ignore[attr-defined]  # no stub tells of it
        except ValueError:  # letters that no token has
            return None
    return owner_of(token)


def _seal(told: str) -> str:
    return salted_hmac("dangvien.page-owner", told, algorithm="sha256").hexdigest()[:SEAL]
