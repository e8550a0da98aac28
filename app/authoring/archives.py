"""What somebody uploads, as seed files: one file or a zip of many; and seed files as a zip of our own. Pure."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath

from app.authoring.zip_reading import BEGINS_ZIP, MAX_UNPACKED_BYTES, WrongZip, content, entries
from app.core.fields import Problem, Problems
from app.core.slugs import is_slug
from app.core.strict_yaml import Scalar
from app.questions import front_matter
from app.questions.seed_files import BANK, FACTS, MAX_READ_BYTES, TOPIC, SeedFile, is_seed, path_in_bank

Read = tuple[list[SeedFile], list[Problem]]

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def read_uploads(uploads: Iterable[tuple[str, bytes]]) -> Read:
    """The seed files in all uploads (name and bytes of each, zips or not), in order of path, and every problem."""
    found: list[SeedFile] = []
    problems: list[Problem] = []
    size = 0
    for name, data in uploads:
        files, wrong = read_archive(data, name) if _is_zip(name, data) else read_single(data, name)
        size += sum(len(file.data) for file in files)
        if size > MAX_UNPACKED_BYTES:  # each zip alone may be that large
            megabytes = MAX_UNPACKED_BYTES // 1_000_000
            return [], [Problem(name, 1, "file", f"makes it more than {megabytes} MB in all: load the bank in parts")]
        found += files
        problems += wrong
    files, doubles = _one_for_each_path(found)
    return files, problems + doubles


def read_archive(data: bytes, name: str) -> Read:
    """The seed files of a zip called `name`, in order of path; notes and other files in it are passed over.

    A file's path in the bank is the end of its path in the zip, which is its origin. A zip that is not plain and honest
    is one problem, and gives no file.
    """
    try:
        wanted = [entry for entry in entries(data) if not entry.is_dir() and is_seed(PurePosixPath(entry.filename))]
    except WrongZip as wrong:
        return [], [Problem(name, 1, "zip", str(wrong))]
    if not wanted:
        return [], [Problem(name, 1, "zip", "holds no seed file (*.md or _facts.yaml)")]
    found, problems = [], []
    for entry in wanted:
        try:
            found.append((entry.filename, content(data, entry)))
        except WrongZip as wrong:
            problems.append(Problem(entry.filename, 1, "file", str(wrong)))
    files, wrong_paths = _placed(found)
    files, doubles = _one_for_each_path(files)
    return files, problems + wrong_paths + doubles


def read_single(data: bytes, name: str) -> Read:
    """One bare file as the bank's file, or the problem with it."""
    if not name.isprintable():
        return [], [Problem(name, 1, "file", "has a name that is no plain text: rename it")]
    last = name.replace("\\", "/").rpartition("/")[2]
    if not is_seed(PurePosixPath(last)):
        message = "is no seed file: upload *.md files, _facts.yaml, or a zip of the bank's folder"
        return [], [Problem(name, 1, "file", message)]
    return _placed([(last, data[:MAX_READ_BYTES])])  # what is too large is so after that many bytes, too


def read_at(data: bytes, path: str) -> Read:
    """One file for a place in the bank that somebody names, or the problem with that place."""
    place = PurePosixPath(path)
    is_plain = path.isprintable() and ".." not in place.parts and "\\" not in path
    if not is_plain or not is_seed(place) or len(place.parts) != (1 if place.name in {BANK, FACTS} else 2):
        message = f"is no place in the bank: name the topic's folder and the file (`topic/slug.md`), {BANK}, or {FACTS}"
        return [], [Problem(path, 1, "path", message)]
    return [SeedFile(path_in_bank(place), data[:MAX_READ_BYTES], path)], []


def write_archive(files: Iterable[SeedFile]) -> bytes:
    """A zip that `read_archive` reads back; the same files make the same bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(files, key=lambda file: file.path):
            entry = zipfile.ZipInfo(file.path, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.data)
    return target.getvalue()


def _is_zip(name: str, data: bytes) -> bool:
    return data.startswith(BEGINS_ZIP) or name.lower().endswith(".zip")


def _placed(found: Iterable[tuple[str, bytes]]) -> Read:
    """Files by the paths that they came with, each at its path in the bank."""
    files, problems = [], []
    for origin, data in found:
        path = PurePosixPath(origin)
        if len(path.parts) > 1 or path.name in {BANK, FACTS}:
            files.append(SeedFile(path_in_bank(path), data, origin))
        elif path.name == TOPIC:
            message = "doesn't say which topic it is: zip the topic's folder and upload the zip"
            problems.append(Problem(origin, 1, "folder", message))
        else:
            files.append(SeedFile(_in_its_topic(path.name, data), data, origin))
    return files, problems


def _in_its_topic(name: str, data: bytes) -> str:
    """The path of a question that came without its folder; its name alone where the file names no topic."""
    mapping, _, _ = front_matter.split(data.decode("utf-8", "replace"), Problems(name))
    topic = mapping.items.get("topic") if mapping else None
    return f"{topic.text}/{name}" if isinstance(topic, Scalar) and is_slug(topic.text) else name


def _one_for_each_path(files: Iterable[SeedFile]) -> Read:
    """The files in order of path; a problem for each that stands for the same file of the bank as another."""
    kept: dict[str, SeedFile] = {}
    problems = []
    for file in files:
        first = kept.setdefault(file.path, file)
        if first is not file:
            message = f"stands for the same file of the bank ({file.path}) as {first.origin}: leave one out"
            problems.append(Problem(file.origin, 1, "file", message))
    return [kept[path] for path in sorted(kept)], problems
