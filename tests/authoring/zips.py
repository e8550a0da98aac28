"""Zips made by hand, byte by byte, so that each can lie in its own way."""

import struct
import zlib
from dataclasses import dataclass, field

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
ZIP64_END = struct.Struct("<4sQ2H2L4Q")
ZIP64_LOCATOR = struct.Struct("<4sLQL")


@dataclass
class Entry:
    """One entry; what is not None replaces the truth, in the directory alone or (`local`) in the entry's own header."""

    name: bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0
    attributes: int = 0
    size: int | None = None
    packed_size: int | None = None
    checksum: int | None = None
    offset: int | None = None
    extra: bytes = b""
    packed: bytes | None = None
    local: dict[str, object] = field(default_factory=dict)

    def stored(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method != 8:
            return self.data
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        return deflate.compress(self.data) + deflate.flush()

    def header(self) -> bytes:
        told = {"name": self.name, "method": self.method, "flags": self.flags, **self.numbers(), **self.local}
        parts = (20, told["flags"], told["method"], 0, 0, told["checksum"], told["packed_size"], told["size"])
        return LOCAL.pack(b"PK\x03\x04", *parts, len(told["name"]), 0) + told["name"]

    def numbers(self) -> dict[str, int]:
        stored = self.stored()
        return {
            "checksum": zlib.crc32(self.data) if self.checksum is None else self.checksum,
            "packed_size": len(stored) if self.packed_size is None else self.packed_size,
            "size": len(self.data) if self.size is None else self.size,
        }

    def listed(self, offset: int) -> bytes:
        numbers = self.numbers()
        sizes = (numbers["checksum"], numbers["packed_size"], numbers["size"])
        lengths = (len(self.name), len(self.extra), 0, 0, 0)
        at = offset if self.offset is None else self.offset
        made_on_unix = 3 << 8 | 20
        head = (made_on_unix, 20, self.flags, self.method, 0, 0)
        return CENTRAL.pack(b"PK\x01\x02", *head, *sizes, *lengths, self.attributes, at) + self.name + self.extra


def zip_of(*entries: Entry, before: bytes = b"", behind: bytes = b"", count: int | None = None, gap: int = 0) -> bytes:
    """The archive, with bytes put before and behind it, a false count, or a false place of the directory."""
    body = b""
    offsets = []
    for entry in entries:
        offsets.append(len(body))
        body += entry.header() + entry.stored()
    directory = b"".join(entry.listed(offset) for entry, offset in zip(entries, offsets, strict=True))
    number = len(entries) if count is None else count
    end = END.pack(b"PK\x05\x06", 0, 0, number, number, len(directory), len(body) + gap, 0)
    return before + body + directory + end + behind


def zip64_of(entry: Entry, claim: int) -> bytes:
    """One entry whose real size stands in a zip64 field, and a zip64 record at the end."""
    entry.size, entry.extra = 0xFFFFFFFF, struct.pack("<2HQ", 1, 8, claim)
    body = entry.header() + entry.stored()
    directory = entry.listed(0)
    record = ZIP64_END.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(directory), len(body))
    locator = ZIP64_LOCATOR.pack(b"PK\x06\x07", 0, len(body) + len(directory), 1)
    end = END.pack(b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return body + directory + record + locator + end
