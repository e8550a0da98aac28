"""What `status` warns of. Each warning says what is so, what follows from it, and how to mend it."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.settings import Settings

ABSENT = "There is no database yet. `headroom serve` makes it, and so does `headroom migrate`."
OLDER = "The database is older than this code, so nothing of it was counted. `headroom migrate` brings it up to date."
NEWER = "The database is newer than this code, so nothing of it was counted. Update Headroom or restore a backup."

# From the log's introduction until the fix of its reset: https://sqlite.org/wal.html
RACY_SQLITE = ((3, 7, 0), (3, 51, 2))
NETWORK_FILE_SYSTEMS = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "fuse.glusterfs",
        "fuse.sshfs",
        "gfs2",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    }
)
MOUNTS = Path("/proc/self/mounts")
MEGABYTE = 1_000_000
LOW_BYTES = 200 * MEGABYTE


def of_settings(settings: Settings) -> Iterator[str]:
    """What the settings leave open."""
    if not settings.base_url:
        yield "HEADROOM_BASE_URL is not set: any host name is served, and cookies do not insist on https."
    elif not settings.is_https:
        yield "HEADROOM_BASE_URL begins with http: passwords and sessions travel unencrypted. Put https in front."
    if settings.limit_factor == 0:
        yield "HEADROOM_LIMIT_FACTOR is 0: passwords and codes may be guessed without end."
    if settings.gate == "attempt":
        yield "HEADROOM_GATE is `attempt`: whoever attempts a question or skips it reads its answer, unlocked or not."
    if settings.gate == "open":
        yield "HEADROOM_GATE is `open`: everybody reads every answer."
    if not settings.has_mail:
        yield "HEADROOM_SMTP_URL is not set: nobody can confirm an address, or mend a forgotten password themselves."


def of_bank(*, has_admin: bool, stale_count: int) -> Iterator[str]:
    """What the content lacks."""
    if not has_admin:
        yield "There is no admin yet. Make one: `headroom users add you@example.org --admin`."
    if stale_count:
        questions = "1 question was" if stale_count == 1 else f"{stale_count:,} questions were"
        mend = "`headroom migrate`, or the next start, renders again, or says what to mend in a file before it can"
        yield f"{questions} rendered by other code than this: {mend}."


def of_file(path: Path) -> Iterator[str]:
    """What threatens SQLite's file."""
    first, last = RACY_SQLITE
    if first <= sqlite3.sqlite_version_info <= last:
        yield (
            f"SQLite {sqlite3.sqlite_version} may, rarely, corrupt a database when two connections write and empty its"
            " log at the same instant. Headroom's own processes and commands take turns by the lock"
            f" {path}.lock, so they can't. Leave that file alone, and let no other program write while they run."
            " A Python with SQLite 3.51.3 or newer mends it."
        )
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        yield f"Others on this machine may open {path}, which holds answers and password hashes: `chmod 600 {path}`."
    kind = file_system(path, MOUNTS)
    if kind in NETWORK_FILE_SYSTEMS:
        yield f"{path} lies on {kind}: over a network locks do not hold. Move it to a local disk, or to PostgreSQL."
    free = shutil.disk_usage(path.parent).free
    if free < max(LOW_BYTES, path.stat().st_size):
        megabytes = f"{free / MEGABYTE:,.0f} MB"
        yield f"Only {megabytes} are free beside {path}, too little for a copy of it. Full, the disk stops every write."


def file_system(path: Path, mounts: Path) -> str | None:
    """The kind of file system that holds the file, like `ext4` or `nfs4`; None where the machine lists no mounts."""
    if not mounts.exists():
        return None
    found, depth = None, 0
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, place, kind, *_ = line.split()
        place = place.replace("\\040", " ")
        # Of several at one place the last hides the others.
        if path.resolve().is_relative_to(place) and len(place) >= depth:
            found, depth = kind, len(place)
    return found
