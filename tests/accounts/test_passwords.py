"""Passwords: long enough, not common, not the address; compared exactly."""

import pytest

from app.accounts.passwords import is_password, password_hash, require_strong
from app.core.errors import Invalid

EMAIL = "alice@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "1234567",
        "password",
        "PassWord",
        "qwertyuiop",
        "x" * 1001,
        "my alice@example.org!",
        "alice123",
        "Headroom2026",
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid):
        require_strong(password, email=EMAIL)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "zzzyyyxw", "x" * 1000, "пароль из слов", "  spaces count  "]
)
def test_anything_else_will_do(password: str) -> None:
    require_strong(password, email=EMAIL)


def test_a_password_is_compared_exactly_and_to_its_last_character() -> None:
    stored = password_hash("Correct horse " + "y" * 300)
    assert is_password("Correct horse " + "y" * 300, stored)
    assert not is_password("correct horse " + "y" * 300, stored)
    assert not is_password("Correct horse " + "y" * 299, stored)


def test_nobody_has_a_password() -> None:
    assert not is_password("nobody has this password", None)


def test_hashes_are_argon2id_of_19_mib() -> None:
    assert password_hash("correct horse battery").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
