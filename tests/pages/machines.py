"""For tests of what machines read: questions with hostile text, hosts that are none, a visit with all its rules."""

from app.core.db import writing
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.questions.versions import read_bank
from tests.questions.seeds import BODY, numbered
from tests.visiting import NOW

TITLE = "Is 3 < 4 & \"5\" > '2' ]]> <script>alert(1)</script>?"
PROMPT = BODY.replace("How many", "Two ]]> bells\x07 and an escape\x1b, \ufffe & `<b>`: how many")
# A Host header that is no host counts as none.
NO_HOSTS = ['bank.example"><x>', "bank example", "bank.example/evil?", "a@bank.example", "<&>", "[::", "x:99999", ""]


def load_more(visits, *files):
    """Loads these seed files beside the bank's own."""
    with writing(visits.engine) as session:
        load(session, prepare(list(files), read_bank(session)), actor="tests", name="more", now=NOW)


def hostile(number=7201):
    """A question whose title and prompt hold everything that ends an element, and what no XML can hold."""
    return numbered(number, PROMPT, title="'{}'".format(TITLE.replace("'", "''")))


def check_visit(visits, path, media_type):
    """The reply to a visitor, who may ask whether it changed or for its head, and is left without a cookie."""
    reply = visits.visitor.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (200, media_type)
    assert "set-cookie" not in reply.headers
    again = visits.visitor.get(path, headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = visits.visitor.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(reply.content))
    return reply
