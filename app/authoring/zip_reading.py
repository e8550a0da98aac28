"""Reads a zip in memory, by its directory, and refuses whatever in it is not plain and honest. Nothing is extracted.

The standard library reads the directory only. It believes what an entry claims about itself, and where entries lie;
both are checked here (what such archives do: David Fifield, *A better zip bomb*, 2019).
"""

import stat
import struct
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath
from zipfile import ZipInfo

from app.questions.seed_files import MAX_READ_BYTES

MAX_ENTRIES = 20_000
MAX_UNPACKED_BYTES = 100_000_000
BEGINS_ZIP = b"PK\x03\x04"

_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, OSError, EOFError)


class WrongZip(Exception):
    """What is wrong with the archive, or with one entry, and how to mend it, in one line."""


def entries(data: bytes) -> list[ZipInfo]:
    """The entries in the order of the directory, all of them plain files and folders that keep to their own bytes.

    Raises WrongZip.
    """
    if (
        data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES
    ):  # before the directory is read: a million entries are a lot of memory
        raise WrongZip(f"holds more than {MAX_ENTRIES:,} entries: load the bank in parts")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found, directory_at = archive.infolist(), archive.start_dir
    except _UNREADABLE:
        raise WrongZip("is no zip, or a broken one: make it anew") from None
    _check_end(data, directory_at, len(found))
    for entry in found:
        entry.filename = entry.orig_filename  # Python 3.12 and later take it from an extra field, if there is one
        _check_entry(entry)
    if sum(entry.file_size for entry in found) > MAX_UNPACKED_BYTES:
        raise WrongZip(f"would unpack to more than {MAX_UNPACKED_BYTES // 1_000_000} MB: load the bank in parts")
    _check_places(data, found, directory_at)
    return found


def content(data: bytes, entry: ZipInfo) -> bytes:
    """The bytes of one of `entries`: as many as it claims, at most 2 MB. Raises WrongZip."""
    if entry.file_size > MAX_READ_BYTES:
        raise WrongZip(f"has more than {MAX_READ_BYTES:,} bytes, which is not allowed")
    start = _start(data, entry)
    unpacked = _unpacked(data[start : start + entry.compress_size], entry)
    if len(unpacked) != entry.file_size or zlib.crc32(unpacked) != entry.CRC:
        raise WrongZip("is not what the zip says of it (size or checksum): make the zip anew")
    if unpacked.startswith(BEGINS_ZIP):
        raise WrongZip("is a zip inside the zip: unpack it first")
    return unpacked


def _unpacked(packed: bytes, entry: ZipInfo) -> bytes:
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = inflate.decompress(packed, entry.file_size + 1)  # one more than claimed gives a liar away
    except zlib.error:
        raise WrongZip("is broken: make the zip anew") from None
    return unpacked if inflate.eof and not inflate.unused_data else b""


def _check_end(data: bytes, directory_at: int, count: int) -> None:
    """The record at the end tells the truth, and nothing lies before the first entry or behind the last."""
    at = data.rfind(b"PK\x05\x06", 0, len(data) - _END.size + 4)
    _, disk, directory_disk, on_disk, in_all, size, offset, comment_size = _END.unpack_from(data, at)
    is_whole = at + _END.size + comment_size == len(data) and offset == directory_at and offset + size == at
    if not is_whole or (disk, directory_disk) != (0, 0) or not on_disk == in_all == count:
        raise WrongZip("has a directory that doesn't agree with the archive: make it anew, as one plain zip")


def _check_entry(entry: ZipInfo) -> None:
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if not name.isprintable():
        problem = "has a name that is no plain text: rename it"
    elif name.startswith("/") or "\\" in name or name[1:2] == ":" or ".." in parts or not parts:
        problem = "has a path that is not plain (`folder/file.md`): make the zip anew"
    elif entry.flag_bits & _ENCRYPTED:
        problem = "is encrypted: make the zip without a password"
    elif kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        problem = "is a link or a device, not a file: put the file itself into the zip"
    elif name.lower().endswith(".zip"):
        problem = "is a zip inside the zip: unpack it first"
    elif entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        problem = "is packed by a method other than deflate: make the zip with another program"
    else:
        return
    raise WrongZip(f"its entry `{name}` {problem}")


def _check_places(data: bytes, found: list[ZipInfo], directory_at: int) -> None:
    """Each entry has bytes of its own, and its own header says what the directory says."""
    in_place = sorted(found, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset for entry in in_place] + [directory_at]
    if ends[0] != 0:
        raise WrongZip("has bytes before its first entry: make it anew, as one plain zip")
    for entry, (begin, end) in zip(in_place, pairwise(ends), strict=True):
        if begin + _LOCAL.size > end or not _agrees(data, entry) or _start(data, entry) + entry.compress_size > end:
            raise WrongZip(f"its entry `{entry.orig_filename}` is not what the directory says of it: make the zip anew")


def _agrees(data: bytes, entry: ZipInfo) -> bool:
    at = entry.header_offset
    signature, _, flags, method, _, _, crc, packed, size, name_length, _ = _LOCAL.unpack_from(data, at)
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")
    sizes = (entry.CRC, entry.compress_size, entry.file_size)
    return (
        (signature, flags, method) == (BEGINS_ZIP, entry.flag_bits, entry.compress_type)
        and data[at + _LOCAL.size : at + _LOCAL.size + name_length] == name
        and (bool(flags & _SIZES_FOLLOW) or (crc, packed, size) == sizes)
    )


def _start(data: bytes, entry: ZipInfo) -> int:
    """Where the entry's bytes begin: behind its own header, whose name and extra field may have any length."""
    *_, name_length, extra_length = _LOCAL.unpack_from(data, entry.header_offset)
    return int(entry.header_offset + _LOCAL.size + name_length + extra_length)
