"""Requests and commands open and end transactions, nobody else; limits are spent before a request's own begins."""

import ast

from fastapi.routing import APIRoute

from app.main import APIS, PAGES
from app.web.code_tries import spend_for
from app.web.deps import caller_in_read, db_session, in_read, in_write
from app.web.limits import spend_tries

OPENERS = {"reading", "writing"}
ENDERS = {"commit", "rollback"}
# The gate check is a command's body; the databases it opens are thrown away. A migration ends its own transaction.
MAY = ("app/web/deps.py", "app/cli/", "app/gate/", "app/core/db.py", "app/migration.py")

# Whoever calls one of these has a transaction of its own.
OWN = {function.__name__ for function in (caller_in_read, in_read, in_write, spend_for, spend_tries)}


def names(tree):
    """What a module imports of the openers, and what it calls of the enders."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "app.core.db":
            yield from (alias.name for alias in node.names if alias.name in OPENERS)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ENDERS:
            yield node.func.attr


def test_transactions_are_opened_and_ended_by_requests_and_commands_only(root):
    found = {}
    for path in (root / "app").rglob("*.py"):
        name = path.relative_to(root).as_posix()
        if not name.startswith(MAY):
            found[name] = list(names(ast.parse(path.read_text(encoding="utf-8"))))
    assert {name: words for name, words in found.items() if words} == {}


def in_order(dependant):
    """Every dependency in the order in which FastAPI runs them."""
    for inner in dependant.dependencies:
        yield from in_order(inner)
        yield inner.call


def has_its_own(call):
    code = getattr(call, "__code__", None)
    return code is not None and not OWN.isdisjoint(code.co_names)


def test_what_has_a_transaction_of_its_own_comes_before_the_requests():
    guarded = set()
    for module in (*PAGES, *APIS):
        for route in module.router.routes:
            calls = list(in_order(route.dependant)) if isinstance(route, APIRoute) else []
            own = [index for index, call in enumerate(calls) if has_its_own(call)]
            if own:
                guarded.add(route.name)
                # A limit spent inside would wait for the lock that its own request holds.
                assert db_session not in calls[: max(own)], route.name
    assert guarded == {
        "account.update_password",
        "api_practice.create",
        "api_seeds.create",
        "api_unlocks.create",
        "batches.undo",
        "confirmations.create",
        "confirmations.send",
        "drills.create",
        "gate.create",
        "password_resets.create",
        "password_resets.update",
        "practice.create",
        "questions.reveal",
        "seeds.create",
        "sign_in.create",
        "sign_up.create",
        "twists.create",
        "unlocks.create",
        "uploads.apply",
    }
