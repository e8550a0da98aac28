"""Who may call which route: the one table of it. A route that is not in it fails the build and is refused.

A rule says who a person must be, how far a token must reach, and how large a body may be. It is kept by
`web.authorization` before anything of the route runs, and again in the transaction that does the work.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.roles import Role
from app.accounts.scopes import Scope

KILOBYTE = 1024
MAX_BODY_BYTES = 64 * KILOBYTE
MAX_UPLOAD_BYTES = 20 * KILOBYTE * KILOBYTE


@dataclass(frozen=True)
class Rule:
    """`roles` None: no role is needed. `scope` None: no token opens this, it is for people in a browser."""

    needs_account: bool = False
    roles: frozenset[Role] | None = None
    scope: Scope | None = None
    max_body_bytes: int = MAX_BODY_BYTES


def _staff(*roles: Role, scope: Scope | None = None, max_body_bytes: int = MAX_BODY_BYTES) -> Rule:
    return Rule(needs_account=True, roles=frozenset(roles), scope=scope, max_body_bytes=max_body_bytes)


ANYBODY = Rule()
MEMBER = Rule(needs_account=True)
ADMIN = _staff("admin")
AUTHOR = _staff("admin", "author")
SUPPORTER = _staff("admin", "supporter")
UPLOAD = _staff("admin", "author", max_body_bytes=MAX_UPLOAD_BYTES)

POLICY: Mapping[str, Rule] = {
    # Candidates
    "home.show": ANYBODY,
    "topics.show": ANYBODY,
    "questions.index": ANYBODY,
    "questions.show": ANYBODY,
    "questions.reveal": ANYBODY,
    "practice.create": ANYBODY,
    "practice.delete": ANYBODY,
    "diagrams.show": ANYBODY,
    "worksheets.show": ANYBODY,
    "twists.show": ANYBODY,
    "twists.create": ANYBODY,
    "drills.index": ANYBODY,
    "drills.next": ANYBODY,
    "drills.show": ANYBODY,
    "drills.create": ANYBODY,
    "facts.index": ANYBODY,
    "unlocks.new": ANYBODY,
    "unlocks.create": ANYBODY,
    "docs.show": ANYBODY,
    "keyboard.show": ANYBODY,
    "keyboard.update": ANYBODY,
    "appearance.update": ANYBODY,
    # Accounts
    "sign_up.new": ANYBODY,
    "sign_up.create": ANYBODY,
    "sign_in.new": ANYBODY,
    "sign_in.create": ANYBODY,
    "sign_out.new": ANYBODY,
    "sign_out.create": ANYBODY,
    "confirmations.new": ANYBODY,
    "confirmations.create": ANYBODY,
    "confirmations.send": MEMBER,
    "password_resets.new": ANYBODY,
    "password_resets.create": ANYBODY,
    "password_resets.edit": ANYBODY,
    "password_resets.update": ANYBODY,
    "account.show": MEMBER,
    "account.end_session": MEMBER,
    "account.end_sessions": MEMBER,
    "account.edit_password": MEMBER,
    "account.update_password": MEMBER,
    "tokens.create": MEMBER,
    "tokens.delete": MEMBER,
    "tokens.delete_all": MEMBER,
    # Staff
    "statistics.index": AUTHOR,
    "statistics.export": AUTHOR,
    "seeds.index": AUTHOR,
    "seeds.create": UPLOAD,
    "uploads.show": AUTHOR,
    "uploads.update": AUTHOR,
    "uploads.apply": AUTHOR,
    "uploads.delete": AUTHOR,
    "batches.show": AUTHOR,
    "batches.undo": AUTHOR,
    "people.index": SUPPORTER,
    "people.show": SUPPORTER,
    "people.unlock": SUPPORTER,
    "people.lock": SUPPORTER,
    "people.disable": SUPPORTER,
    "people.enable": SUPPORTER,
    "people.end_sessions": SUPPORTER,
    "people.update_role": ADMIN,
    "codes.index": SUPPORTER,
    "codes.create": SUPPORTER,
    "codes.show": SUPPORTER,
    "codes.revoke": SUPPORTER,
    "audit.index": ADMIN,
    "audit.verify": ADMIN,
    "gate.show": ADMIN,
    "gate.create": ADMIN,
    # Programs
    "api_questions.index": Rule(scope="read"),
    "api_questions.show": Rule(scope="read"),
    "api_questions.answer": Rule(scope="read"),
    "api_topics.index": Rule(scope="read"),
    "api_me.show": Rule(scope="read"),
    "api_practice.create": Rule(scope="practice"),
    "api_practice.delete": Rule(scope="practice"),
    "api_unlocks.create": Rule(needs_account=True, scope="practice"),
    "api_seeds.create": _staff("admin", "author", scope="load", max_body_bytes=MAX_UPLOAD_BYTES),
    "api_statistics.show": _staff("admin", "author", scope="read"),
    "docs.document": Rule(scope="read"),
    # Machines
    "static.show": ANYBODY,
    "health.alive": ANYBODY,
    "health.ready": ANYBODY,
    "sitemap.show": ANYBODY,
    "feed.show": ANYBODY,
    "robots.show": ANYBODY,
    "security_txt.show": ANYBODY,
    "metrics.show": Rule(scope="read"),
}

# The pages of staff that the navigation leads to, in its order.
ADMIN_PAGES = (
    ("statistics.index", "Statistics"),
    ("seeds.index", "Seeds"),
    ("people.index", "People"),
    ("codes.index", "Codes"),
    ("audit.index", "Audit"),
    ("gate.show", "Gate"),
)


def admin_pages(role: str | None) -> tuple[tuple[str, str], ...]:
    """The names and labels of the staff's pages that somebody with this role may open; none for nearly everybody."""
    return tuple((name, label) for name, label in ADMIN_PAGES if role in (POLICY[name].roles or ()))
