"""Django's admin for the crowd, letting in those whom a test has made with the tests' quick passwords."""

from typing import Any

from benchmarks import rival_settings as served

globals().update({name: getattr(served, name) for name in dir(served) if name.isupper()})
PASSWORD_HASHERS: list[Any] = ["django.contrib.auth.hashers.MD5PasswordHasher"]
