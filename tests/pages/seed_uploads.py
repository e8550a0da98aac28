"""Uploads by a browser, in tests of pages."""

import re

from app.authoring.archives import write_archive
from app.questions.seed_files import SeedFile
from tests.questions.seeds import numbered

KEY = re.compile(r'name="shown" value="([0-9a-f]{12})"')


def changed(number: int = 7003, words: str = "Changed words", **front: str) -> SeedFile:
    """The locked question of the tests' bank with another title."""
    fields = {"slug": "locked-coding", "title": f'"{words}"', "kind": "Coding", "difficulty": "Medium", **front}
    return numbered(number, **fields)


def zipped(*files: SeedFile) -> dict[str, tuple[str, bytes, str]]:
    """What `files=` of a client takes: one zip of them."""
    return {"files": ("wave 2.zip", write_archive(files), "application/zip")}


def uploaded(client, *files: SeedFile, **fields: str) -> str:
    """Uploads the files, and gives the address of their review."""
    reply = client.post("/admin/seeds", files=zipped(*files), data=fields)
    assert reply.status_code == 303, reply.text
    return reply.headers["location"]


def choices(client, address: str, *, left_out: tuple[str, ...] = (), name: str = "wave 2") -> dict[str, object]:
    """What the page of a review sends when nothing but these files (by their keys) is unchecked."""
    shown = KEY.findall(client.get(address).text)
    return {"shown": shown, "taken": [key for key in shown if key not in left_out], "name": name}


def applied(client, address: str, **how: object) -> str:
    """Presses "Apply", and gives the address that it leads to."""
    reply = client.post(f"{address}/apply", data=choices(client, address, **how))
    assert reply.status_code == 303, reply.text
    return reply.headers["location"]
