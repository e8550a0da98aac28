"""Uploads become the seed files that a folder of the same content would be."""

import zipfile
from io import BytesIO

import pytest

from app.authoring.archives import read_archive, read_single, read_uploads, write_archive
from app.questions.seed_files import read_paths
from tests.questions.seeds import bank, file, numbered, question, topic, topic_file

FACTS = file("{}\n", "_facts.yaml")
FILES = [FACTS, bank(), topic_file(), numbered(1), numbered(2)]


def zipped(**texts: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return target.getvalue()


def content(files):
    return {file.path: file.data for file in files}


def lines(problems):
    return [str(problem) for problem in problems]


def test_a_zip_of_ours_is_read_back_and_always_the_same():
    files, problems = read_archive(write_archive(FILES), "bank.zip")
    assert problems == []
    assert content(files) == content(FILES)
    assert [file.path for file in files] == sorted(file.path for file in FILES)
    assert write_archive(reversed(FILES)) == write_archive(files)


def test_a_zip_holds_the_seeds_that_its_folder_would(tmp_path):
    names = {
        "_bank.md": topic("A bank"),
        "_facts.yaml": "{}\n",
        "_format.md": "notes",
        "README.md": "notes",
        "model-serving/_topic.md": topic(),
        "model-serving/a.md": question(),
        "model-serving/README.md": "notes",
        "model-serving/_notes.md": "notes",
        "model-serving/.hidden.md": "notes",
        "model-serving/picture.png": "no text",
        "_drafts/b.md": "notes",
        ".git/c.md": "notes",
    }
    for name, text in names.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    folder, _ = read_paths([tmp_path])
    for prefix in ("", "bank/", "any/where/bank/"):
        files, problems = read_archive(zipped(**{prefix + name: text for name, text in names.items()}), "bank.zip")
        assert (content(files), problems) == (content(folder), [])


def test_what_programs_add_to_zips_is_passed_over():
    noise = {"__MACOSX/model-serving/._a.md": "x", "model-serving/.DS_Store": "x", "model-serving/": ""}
    files, problems = read_archive(zipped(**noise, **{"model-serving/a.md": question()}), "bank.zip")
    assert ([file.path for file in files], problems) == (["model-serving/a.md"], [])


def test_a_file_says_where_it_lay():
    (found,), _ = read_archive(zipped(**{"any/model-serving/a.md": question()}), "bank.zip")
    assert (found.path, found.origin) == ("model-serving/a.md", "any/model-serving/a.md")


def test_a_bare_question_lies_in_the_folder_of_its_topic():
    assert read_single(question().encode(), "a.md")[0][0].path == "model-serving/a.md"
    assert read_single(question().encode(), r"C:\mine\a.md")[0][0].path == "model-serving/a.md"
    assert read_archive(zipped(**{"a.md": question()}), "bank.zip")[0][0].path == "model-serving/a.md"


@pytest.mark.parametrize("text", ["", "no front matter", question(topic=None), question(topic="../up"), "\xff\x00"])
def test_a_bare_file_without_a_topic_keeps_its_name_and_its_problems_for_the_check(text):
    (found,), problems = read_single(text.encode("latin-1"), "a.md")
    assert (found.path, found.data, problems) == ("a.md", text.encode("latin-1"), [])


def test_the_banks_own_files_may_come_alone_but_a_topics_page_may_not():
    assert content(read_single(bank().data, "_bank.md")[0]) == content([bank()])
    assert content(read_single(FACTS.data, "_facts.yaml")[0]) == content([FACTS])
    files, problems = read_single(topic().encode(), "_topic.md")
    assert files == []
    assert lines(problems) == [
        "_topic.md:1: folder: doesn't say which topic it is: zip the topic's folder and upload the zip"
    ]


@pytest.mark.parametrize("name", ["picture.png", "README.md", "_notes.md", "seeds.tar.gz", "", "md"])
def test_another_file_is_refused(name):
    files, (problem,) = read_single(b"x", name)
    assert files == []
    assert "is no seed file: upload *.md files, _facts.yaml, or a zip of the bank's folder" in str(problem)


def test_a_file_whose_name_is_no_text_is_refused():
    files, problems = read_single(b"x", "a\nb.md")
    assert (files, lines(problems)) == ([], ["a\\nb.md:1: file: has a name that is no plain text: rename it"])


def test_two_entries_for_one_file_of_the_bank_are_a_problem_that_names_both():
    twice = zipped(**{"one/model-serving/a.md": question(), "two/model-serving/a.md": question()})
    files, problems = read_archive(twice, "bank.zip")
    assert [file.path for file in files] == ["model-serving/a.md"]
    (line,) = lines(problems)
    assert line.startswith("two/model-serving/a.md:1: file: stands for the same file of the bank (model-serving/a.md)")
    assert line.endswith(" as one/model-serving/a.md: leave one out")


def test_several_uploads_are_one_set_of_files():
    uploads = [("bank.zip", write_archive(FILES)), ("three.md", numbered(3).data)]
    files, problems = read_uploads(uploads)
    assert ([file.path for file in files], problems) == (
        [*sorted(file.path for file in FILES), "model-serving/three.md"],
        [],
    )
    assert (
        "as model-serving/question-1.md" in lines(read_uploads([*uploads, ("question-1.md", numbered(1).data)])[1])[0]
    )


def test_a_zip_is_known_by_its_content_or_its_name():
    assert read_uploads([("bank", write_archive(FILES))])[1] == []
    assert "is no zip, or a broken one" in lines(read_uploads([("bank.zip", b"text")])[1])[0]


def test_a_wrong_file_in_a_zip_leaves_the_others():
    data = zipped(**{"model-serving/a.md": "x" * 3_000_000, "model-serving/b.md": question()})
    files, problems = read_archive(data, "bank.zip")
    assert [file.path for file in files] == ["model-serving/b.md"]
    assert lines(problems) == ["model-serving/a.md:1: file: has more than 2,000,000 bytes, which is not allowed"]


def test_an_entry_whose_sizes_follow_it_is_read():
    class Pipe(BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

        def seek(self, *_):
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model-serving/a.md", question())
        archive.writestr("model-serving/é.md", question())
    files, problems = read_archive(pipe.getvalue(), "bank.zip")
    assert ([file.path for file in files], problems) == (["model-serving/a.md", "model-serving/é.md"], [])
