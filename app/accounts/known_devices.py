"""Browsers that signed in before: guessing elsewhere must not lock the owner of an account out of them."""

import hashlib
import hmac

from app.accounts.models import Person


def device_mark(person: Person) -> str:
    """What a browser keeps to show that this person signed in on it; a new password makes it worthless.

    Keyed by the stored hash of the password, which only the database knows.
    """
    key = (person.password_hash or "").encode()
    return hmac.new(key, f"device of {person.id}".encode(), hashlib.sha256).hexdigest()


def is_known_device(person: Person | None, mark: str | None) -> bool:
    """Whether the mark is this person's."""
    if person is None or person.password_hash is None or mark is None:
        return False
    return hmac.compare_digest(device_mark(person).encode(), mark.encode())
