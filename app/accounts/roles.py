"""What people do for a bank: its admins, its authors and those who look after candidates."""

from typing import Literal, get_args

Role = Literal["admin", "author", "supporter"]
ROLES: tuple[Role, ...] = get_args(Role)

# Who may see what is not published yet: those who bring it in.
DRAFT_READERS: frozenset[Role] = frozenset({"admin", "author"})
