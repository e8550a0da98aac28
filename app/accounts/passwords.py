"""Passwords: what makes one too weak, and Argon2id hashes of them."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session

from app.accounts.mail_links import end_resets
from app.accounts.models import Person
from app.accounts.sign_in import end_all
from app.core.errors import Invalid

MIN_LENGTH = 8
MAX_LENGTH = 1000
# OWASP's floor: 19 MiB, two passes, one lane. More would make sign-in the way to overload two cores.
_ARGON2 = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


def require_strong(password: str, *, email: str, name: str = "password") -> None:
    """Raises Invalid, for the field `name`, when the password is too short, too long, common, or the address."""
    if len(password) < MIN_LENGTH:
        raise Invalid({name: f"A password has at least {MIN_LENGTH} characters; 15 are better. Any characters do."})
    if len(password) > MAX_LENGTH:
        raise Invalid({name: f"A password has at most {MAX_LENGTH} characters."})
    folded, address = password.casefold(), email.strip().casefold()
    local = address.partition("@")[0]
    if address in folded or folded.strip("0123456789!.-_") in {local, "headroom"}:
        raise Invalid({name: "A password must not be made of your address or of the name of this site."})
    if folded in _common():
        raise Invalid({name: "This is one of the most used passwords, and is tried first. Choose another one."})


def password_hash(password: str) -> str:
    """The Argon2id hash to store; takes a core for some 50 ms."""
    return _ARGON2.hash(password)


def is_password(password: str, stored_hash: str | None) -> bool:
    """Whether the password is the one behind the hash. None (no such person) costs the same and is False."""
    if len(password) > MAX_LENGTH:
        return False
    return _ARGON2.verify(password, stored_hash or _nobodys_hash()) and stored_hash is not None


def change_password(session: Session, person: Person, *, new_hash: str, token: str) -> None:
    """Replaces the person's own password and ends every session but the one with `token`, and links to a new one."""
    person.password_hash = new_hash
    end_all(session, person, but_token=token)
    end_resets(session, person)


@cache
def _nobodys_hash() -> str:
    return _ARGON2.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    # Its 30,000 words would slow every start.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    return frozenset(FREQUENCY_LISTS["passwords"])
