"""Every runnable block runs, bounded and without network, and asserts something."""

import re

from tests.content.running import run

UNSEEDED = re.compile(r"default_rng\(\s*\)|np\.random\.(?!default_rng|Generator|SeedSequence)\w+|\brandom\.seed\(\s*\)")


def runnable(document):
    return [block for block in document.blocks if block.language == "python" and "run" in block.words]


def test_every_runnable_block_passes(document):
    for block in runnable(document):
        options = dict(word.split("=", 1) for word in block.words if "=" in word)
        where = f"{document.seed.path}:{block.line}"
        assert set(options) <= {"timeout"}, f"{where}: only `timeout=` is known so far, not {options}"
        timeout = int(options.get("timeout", "20"))
        assert timeout <= 20, f"{where}: timeout={timeout} is more than 20 s"
        try:
            run(block.text, timeout_seconds=timeout)
        except AssertionError as error:
            raise AssertionError(f"{where}: {error}") from None


def test_an_answer_recomputes_its_numbers(document):
    blocks = runnable(document)
    assert any("assert" in block.text for block in blocks), "no `python run` block with an assert"


def test_randomness_is_seeded(document):
    for block in runnable(document):
        assert not UNSEEDED.search(block.text), f"{document.seed.path}:{block.line}: randomness without a seed"


def test_other_code_says_its_language(document):
    for block in document.blocks:
        assert block.language, f"{document.seed.path}:{block.line}: name the language of the block, or `text`"
