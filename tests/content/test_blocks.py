"""Every runnable block runs, bounded and without network, and asserts something."""

import os
import re

import pytest

from tests.content.environments import CannotRun
from tests.content.running import BlockFailed, read, run

UNSEEDED = re.compile(r"default_rng\(\s*\)|np\.random\.(?!default_rng|Generator|SeedSequence)\w+|\brandom\.seed\(\s*\)")


def runnable(document):
    return [block for block in document.blocks if block.language == "python" and "run" in block.words]


@pytest.mark.filterwarnings("always::tests.content.running.Retried")
def test_every_runnable_block_passes(document):
    failed, not_run = [], []
    for block in runnable(document):
        try:
            run(read(block, document.seed.path))
        except BlockFailed as failure:
            failed.append(str(failure))
        except CannotRun as missing:
            not_run.append(f"{document.seed.path}:{block.line} was not run: {missing}")
    if failed or (not_run and os.environ.get("CI") == "true"):
        pytest.fail("\n\n".join(failed + not_run), pytrace=False)
    if not_run:
        pytest.skip("; ".join(not_run))


def test_an_answer_recomputes_its_numbers(document):
    blocks = runnable(document)
    assert any("assert" in block.text for block in blocks), "no `python run` block with an assert"


def test_randomness_is_seeded(document):
    for block in runnable(document):
        assert not UNSEEDED.search(block.text), f"{document.seed.path}:{block.line}: randomness without a seed"


def test_other_code_says_its_language(document):
    for block in document.blocks:
        assert block.language, f"{document.seed.path}:{block.line}: name the language of the block, or `text`"
