"""Loads and undos at the same moment happen one after the other, each whole, whoever comes first."""

import threading

import pytest

from app.authoring.undo import CantBeUndone
from app.cli.batches import undo_in
from app.cli.seeds import load_into
from app.core.db import reading
from app.questions.batches import batches
from app.questions.export import stored_files
from tests.questions.seeds import bank, numbered, topic_file

ROUNDS = 4


@pytest.fixture
def load(own_engine, tmp_path):
    """Loads files as the command does; a load of three questions came first."""

    def load(*files, name="a load"):
        folder = tmp_path / threading.current_thread().name
        for file in files:
            (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / file.path).write_bytes(file.data)
        return load_into(own_engine, [folder / file.path for file in files], actor="carol", name=name)

    load(bank(), topic_file(), *(numbered(n) for n in (1, 2, 3)))
    return load


def at_once(*acts):
    """What each act came to, its result or its refusal; all of them begin at the same moment."""
    barrier = threading.Barrier(len(acts))
    outcomes = [None] * len(acts)

    def run(number):
        barrier.wait()
        try:
            outcomes[number] = acts[number]()
        except CantBeUndone as refusal:
            outcomes[number] = refusal

    threads = [threading.Thread(target=run, args=(n,), name=f"act-{n}") for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def content(engine):
    with reading(engine) as session:
        return {file.path: file.data for file in stored_files(session)}


def listed(engine):
    with reading(engine) as session:
        return batches(session)


def test_two_loads_at_once_both_happen(own_engine, load):
    for round_ in range(ROUNDS):
        files = [numbered(n, title=f'"Round {round_} of {n}"') for n in (1, 2)]
        reports = at_once(lambda: load(files[0]), lambda: load(files[1]))  # noqa: B023 - done before the next round
        assert [report.changed for report in reports] == [1, 1]
        now = content(own_engine)
        assert [now[file.path] for file in files] == [file.data for file in files]
    assert len(listed(own_engine)) == 1 + 2 * ROUNDS


def test_the_same_load_twice_at_once_is_one_batch(own_engine, load):
    file = numbered(1, title='"Changed"')
    reports = at_once(lambda: load(file), lambda: load(file))
    assert sorted(report.changed for report in reports) == [0, 1]
    assert len(listed(own_engine)) == 2


def test_an_undo_pressed_twice_at_once_happens_once(own_engine, load):
    for round_ in range(ROUNDS):
        before = content(own_engine)
        batch_id = load(numbered(1, title=f'"Round {round_}"')).batch_id
        outcomes = at_once(lambda: undo_in(own_engine, batch_id), lambda: undo_in(own_engine, batch_id))  # noqa: B023
        (refusal,) = [outcome for outcome in outcomes if isinstance(outcome, CantBeUndone)]
        assert "has undone it already" in str(refusal)
        assert content(own_engine) == before
    assert sum(batch.undoes_id is not None for batch in listed(own_engine)) == ROUNDS


def test_an_undo_and_a_load_of_other_files_at_once_both_happen(own_engine, load):
    batch_id = load(numbered(1, title='"Changed"')).batch_id
    at_once(lambda: undo_in(own_engine, batch_id), lambda: load(numbered(2, title='"Other"')))
    now = content(own_engine)
    assert now[numbered(1).path] == numbered(1).data
    assert now[numbered(2).path] == numbered(2, title='"Other"').data


def test_an_undo_and_a_load_of_the_same_file_at_once_leave_what_was_loaded(own_engine, load):
    for round_ in range(ROUNDS):
        batch_id = load(numbered(1, title=f'"Round {round_}"')).batch_id
        later = numbered(1, title=f'"Later than {round_}"')
        outcome, _ = at_once(lambda: undo_in(own_engine, batch_id), lambda: load(later))  # noqa: B023
        assert content(own_engine)[later.path] == later.data
        if isinstance(outcome, CantBeUndone):
            assert "changed model-serving/question-1.md since" in str(outcome)
