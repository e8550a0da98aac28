"""Each hostile zip is refused by one clear line, at once and within little memory; nothing ever raises."""

import struct
import time
import tracemalloc
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.archives import read_archive, read_uploads, write_archive
from app.authoring.zip_reading import MAX_ENTRIES
from tests.authoring.zips import Entry, zip64_of, zip_of
from tests.questions.seeds import bank, numbered, question, topic_file

SEED = question().encode()
NAME = b"model-serving/a.md"
GOOD = Entry(NAME, SEED)
ZEROS = b"\0" * 50_000_000
SYMLINK, DEVICE = 0o120777 << 16, 0o020644 << 16
NESTED = write_archive([numbered(1)])


def deflated(data: bytes) -> bytes:
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush()


BOMB = deflated(ZEROS)
DISAGREES = "is not what the directory says of it"
BAD_PATH = "has a path that is not plain (`folder/file.md`)"

HOSTILE = {
    "a path that leads out": (zip_of(GOOD, Entry(b"../../etc/cron.d/x.md", SEED)), BAD_PATH),
    "a path that leads out in the middle": (zip_of(Entry(b"a/../b/x.md", SEED)), BAD_PATH),
    "an absolute path": (zip_of(Entry(b"/etc/x.md", SEED)), BAD_PATH),
    "a backslash": (zip_of(Entry(b"a\\x.md", SEED)), BAD_PATH),
    "a drive": (zip_of(Entry(b"C:/a/x.md", SEED)), BAD_PATH),
    "no name": (zip_of(Entry(b"", SEED)), BAD_PATH),
    "a line break in a name": (zip_of(Entry(b"a/x\ny.md", SEED)), "has a name that is no plain text"),
    "a NUL in a name": (zip_of(Entry(b"a/x.md\0.txt", SEED)), "has a name that is no plain text"),
    "a name that is no UTF-8": (zip_of(Entry(b"a/\xff.md", SEED, flags=0x800)), "is no zip, or a broken one"),
    "a symlink": (zip_of(Entry(NAME, b"/etc/passwd", attributes=SYMLINK)), "is a link or a device"),
    "a device": (zip_of(Entry(NAME, b"", attributes=DEVICE)), "is a link or a device"),
    "an encrypted entry": (zip_of(Entry(NAME, SEED, flags=1)), "is encrypted"),
    "bzip2": (zip_of(Entry(NAME, SEED, method=12)), "is packed by a method other than deflate"),
    "an unknown method": (zip_of(Entry(NAME, SEED, method=99)), "is packed by a method other than deflate"),
    "a zip by name": (zip_of(GOOD, Entry(b"more.ZIP", NESTED)), "is a zip inside the zip"),
    "a zip by content": (zip_of(Entry(NAME, NESTED)), "is a zip inside the zip"),
    "a claim of 2 GB": (zip_of(Entry(NAME, SEED, size=2_000_000_000)), "unpack to more than 100 MB"),
    "many claims": (zip_of(*(Entry(b"a/%d.md" % n, b"", size=1_900_000) for n in range(60))), "more than 100 MB"),
    "a claim of 3 MB": (zip_of(Entry(NAME, SEED, size=3_000_000, local={"size": 3_000_000})), "2,000,000 bytes"),
    "a bomb": (zip_of(Entry(NAME, ZEROS, packed=BOMB)), "has more than 2,000,000 bytes"),
    "a bomb that lies": (zip_of(Entry(NAME, SEED, packed=BOMB)), "is not what the zip says of it"),
    "a bomb that lies well": (
        zip_of(Entry(NAME, ZEROS, packed=BOMB, size=9, checksum=zlib.crc32(ZEROS[:9]))),
        "is not what the zip says of it",
    ),
    "a claim that is too large": (zip_of(Entry(NAME, SEED, size=len(SEED) + 1)), "is not what the zip says of it"),
    "a wrong checksum": (zip_of(Entry(NAME, SEED, checksum=1)), "is not what the zip says of it"),
    "what isn't deflated": (zip_of(Entry(NAME, SEED, packed=b"\xff" * 99)), "is broken"),
    "bytes behind the deflated ones": (zip_of(Entry(NAME, SEED, packed=deflated(SEED) + b"x")), "is not what the zip"),
    "stored, with another size": (zip_of(Entry(NAME, SEED, method=0, size=7)), "is not what the zip says of it"),
    "another name in the header": (zip_of(Entry(NAME, SEED, local={"name": b"model-serving/b.md"})), DISAGREES),
    "another method in the header": (zip_of(Entry(NAME, SEED, local={"method": 0})), DISAGREES),
    "another size in the header": (zip_of(Entry(NAME, SEED, local={"size": 1})), DISAGREES),
    "encrypted in the header": (zip_of(Entry(NAME, SEED, local={"flags": 1})), DISAGREES),
    "entries that overlap": (zip_of(GOOD, Entry(NAME, SEED, offset=0)), DISAGREES),
    "an entry inside another": (zip_of(GOOD, Entry(b"b/b.md", SEED, offset=20)), DISAGREES),
    "an entry over the directory": (zip_of(Entry(NAME, SEED, packed_size=len(deflated(SEED)) + 9)), DISAGREES),
    "an entry behind the end": (zip_of(GOOD, Entry(b"b/b.md", SEED, offset=2**31)), DISAGREES),
    "bytes before": (zip_of(GOOD, before=b"#!/bin/sh\n"), "has a directory that doesn't agree"),
    "bytes behind": (zip_of(GOOD, behind=b"more"), "has a directory that doesn't agree"),
    "a hidden first entry": (zip_of(Entry(NAME, SEED, offset=1)), "has bytes before its first entry"),
    "a count of none": (zip_of(GOOD, count=0), "has a directory that doesn't agree"),
    "a count of many": (zip_of(GOOD, count=70_000 & 0xFFFF), "has a directory that doesn't agree"),
    "a directory elsewhere": (zip_of(GOOD, gap=-5), "has a directory that doesn't agree"),
    "a directory behind the end": (zip_of(GOOD, gap=10_000), "has a directory that doesn't agree"),
    "zip64 with a claim": (zip64_of(Entry(NAME, SEED), 2**62), "has a directory that doesn't agree"),
    "cut off": (zip_of(GOOD)[:-30], "is no zip, or a broken one"),
    "only its beginning": (b"PK\x03\x04", "is no zip, or a broken one"),
    "nothing": (b"", "is no zip, or a broken one"),
    "no zip": (b"%PDF-1.7", "is no zip, or a broken one"),
    "an empty zip": (zip_of(), "holds no seed file"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_one_line(kind):
    data, expected = HOSTILE[kind]
    files, problems = read_archive(data, "bank.zip")
    (problem,) = problems
    assert expected in str(problem)
    assert "\n" not in str(problem)
    assert [file for file in files if file.path != "model-serving/a.md"] == []
    assert kind == "a zip by name" or files == []


def test_a_second_name_in_an_extra_field_is_no_name():
    evil = b"../../x/_evil.md"
    extra = struct.pack("<2HBL", 0x7075, 5 + len(evil), 1, zlib.crc32(NAME)) + evil
    files, problems = read_archive(zip_of(Entry(NAME, SEED, extra=extra)), "bank.zip")
    assert [(file.path, file.origin) for file in files] == [(NAME.decode(), NAME.decode())]
    assert problems == []


@pytest.mark.parametrize("kind", ["a claim of 2 GB", "a bomb", "a bomb that lies", "a bomb that lies well"])
def test_a_bomb_takes_neither_time_nor_memory(kind):
    data, _ = HOSTILE[kind]
    tracemalloc.start()
    began = time.process_time()
    read_archive(data, "bank.zip")
    seconds, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
    assert seconds < 0.5


@pytest.mark.parametrize("count", [MAX_ENTRIES + 1, 70_000])
def test_too_many_entries_are_not_even_listed(count):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for n in range(count):
            archive.writestr(f"a/{n}.md", b"")
    data = target.getvalue()
    tracemalloc.start()
    files, (problem,) = read_archive(data, "bank.zip")
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()
    assert files == []
    assert "holds more than 20,000 entries" in str(problem)


def test_several_zips_share_one_bound_of_memory():
    one = zip_of(*(Entry(b"a/%d.md" % n, ZEROS[:1_900_000]) for n in range(30)))
    assert len(read_uploads([("a.zip", one)])[0]) == 30
    files, (problem,) = read_uploads([("a.zip", one), ("b.zip", one)])
    assert files == []
    assert "b.zip:1: file: makes it more than 100 MB in all" in str(problem)


WHOLE = write_archive([bank(), topic_file(), numbered(1), numbered(2)])


@given(data=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", WHOLE[:80], WHOLE]))
def test_any_bytes_are_files_or_problems(data, head):
    files, problems = read_archive(head + data, "x.zip")
    assert files or problems


@given(changes=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_zip_with_changed_bytes_is_files_or_problems(changes):
    data = bytearray(WHOLE)
    for at, value in changes:
        data[at] = value
    files, problems = read_archive(bytes(data), "x.zip")
    assert files or problems


@given(at=st.integers(0, len(WHOLE)), to=st.integers(0, len(WHOLE)))
def test_a_zip_without_some_of_its_bytes_is_files_or_problems(at, to):
    files, problems = read_archive(WHOLE[:at] + WHOLE[to:], "x.zip")
    assert files or problems
