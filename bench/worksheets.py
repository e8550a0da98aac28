"""Worksheets: one evaluated, a thousand checked by a load, and what a hostile one costs until it is refused."""

import time
import tracemalloc
from collections.abc import Callable

import yaml

from app.core.fields import Problems
from app.estimates.calculation import calculation, defaults
from app.estimates.parsing import parse
from app.estimates.worksheet import Input, Result, Worksheet
from app.questions.preparing import prepare
from app.questions.seed_files import SeedFile
from bench.banks import seed_files
from bench.rounds import spent

INPUTS, RESULTS = 20, 30
SHEETS = 1_000

_SHEET = """\
title: Size and price pool {number}
inputs:
  rate: {{label: Peak arrival rate, value: {rate}, unit: request/s, range: [100, 20000]}}
  batch: {{label: Batch cap, value: 4, unit: request, range: [1, 64]}}
  fixed: {{label: Fixed part of a batch, value: 22, unit: ms, range: [2, 60]}}
  per_item: {{label: Time per item, value: 2, unit: ms/request, range: [0.1, 10]}}
  utilization: {{label: Planned utilization, value: 0.6, range: [0.3, 0.95]}}
  gpu_hour: {{label: GPU price, value: 2.50, unit: USD/GPU/hour, range: [0.5, 15]}}
results:
  batch_time: {{formula: fixed + per_item * batch, value: 30, unit: ms}}
  per_gpu: {{formula: batch / batch_time / GPU, value: 133, unit: request/s/GPU}}
  wanted: {{formula: rate / (utilization * per_gpu), value: {wanted}, unit: GPU}}
  wait: {{formula: batch_time / (1 - utilization), value: 75, unit: ms}}
  hourly: {{formula: wanted * gpu_hour, value: {hourly}, unit: USD/hour}}
twists:
  - {{ask: Ten batches?, set: {{batch: 40}}, expect: {{batch_time: 102}}, answer: Longer batches.}}
  - {{ask: A fuller pool?, set: {{utilization: 0.9}}, expect: {{wait: 300}}, answer: Longer queues.}}
drill: wanted
"""
_DOUBTED = """\
title: Doubted
inputs: {{a: {{label: A, value: 2, range: [1, 9]}}, b: {{label: B, value: 2, range: [1, 9]}}}}
results: {{r: {{formula: "{formula}", value: 1}}}}
"""
_HOSTILE = {
    "a tower of powers": "9**9**9**9",
    "300 signs": "-" * 299 + "a",
    "149 open parentheses": "(" * 149 + "a" + ")" * 148,
    "what may divide by zero, and cannot be shown not to": "1 / (a * b - b * a + 0.001)",
}


def run() -> None:
    """Prints each beside a reference of the same run, and the bound it is held to."""
    _evaluation()
    _load()
    _refusals()


def _evaluation() -> None:
    inputs = tuple(Input(f"a{n}", "Input", f"{n + 1.5}", "", None, None, None) for n in range(INPUTS))
    results = tuple(Result(f"r{n}", _formula(n), "0", "") for n in range(RESULTS))
    sheet = Worksheet("A large one", inputs, results, (), None)
    made, values = calculation(sheet), defaults(sheet)
    plain = compile("\n".join(f"{result.name} = {result.formula}" for result in results), "plain", "exec")
    seconds, bare = spent(lambda: made.recompute(values)), spent(lambda: exec(plain, dict(values)))
    print(f"a worksheet of {INPUTS} inputs and {RESULTS} results")
    print(f"  evaluated in {1000 * seconds:.3f} ms (bound: 2 ms), {seconds / bare:.1f} x the same lines run by Python")


def _load() -> None:
    bare = list(seed_files(SHEETS))
    full = [_with_block(file, number) for number, file in enumerate(bare)]
    blocks = [_block(number) for number in range(SHEETS)]
    without, with_blocks = (
        _timed(lambda files=files: _prepared(files), time.perf_counter)  # type: ignore[misc]
        for files in (bare, full)
    )
    reading = _timed(lambda: [yaml.load(block, yaml.CSafeLoader) for block in blocks], time.process_time)
    checking = _timed(lambda: [_checked(block) for block in blocks], time.process_time)
    print(f"a load that checks {SHEETS:,} worksheets, each with two twists and a drill")
    print(f"  {with_blocks:.1f} s (bound: 5 s), {without:.1f} s without them, on as many processors as it takes")
    print(f"  the checks alone: {checking:.1f} s of one processor, {checking / reading:.1f} x reading their YAML")


def _refusals() -> None:
    print("a hostile formula is refused (bounds: 50 ms, 10 MB)")
    for name, formula in _HOSTILE.items():
        block = _DOUBTED.format(formula=formula)
        seconds = spent(lambda block=block: parse(block, 1, {}, Problems("bench")))  # type: ignore[misc]
        tracemalloc.start()
        is_refused = parse(block, 1, {}, Problems("bench")) is None
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  {1000 * seconds:.1f} ms and {peak / 1e6:.2f} MB: {name}{'' if is_refused else ', WHICH IS TAKEN'}")


def _formula(number: int) -> str:
    inputs = [f"a{(number + step) % INPUTS}" for step in range(4)]
    earlier = f" + r{number - 1} / 2" if number else ""
    return f"min({inputs[0]} * {inputs[1]}, {inputs[2]} + 3) / ({inputs[3]} + 1){earlier}"


def _block(number: int) -> str:
    rate = 100 + number
    return _SHEET.format(number=number, rate=rate, wanted=f"{rate / 80:.4f}", hourly=f"{rate / 32:.5f}")


def _with_block(file: SeedFile, number: int) -> SeedFile:
    before, heading, after = file.data.partition(b"\n## Rubric\n")
    block = f"\n```estimate\n{_block(number)}```\n".encode() if heading else b""
    return SeedFile(file.path, before + block + heading + after)


def _prepared(files: list[SeedFile]) -> None:
    problems = prepare(files).problems
    assert not any(not problem.is_warning for problem in problems), str(problems[0])


def _checked(block: str) -> Worksheet:
    problems = Problems("bench")
    sheet = parse(block, 1, {}, problems)
    assert sheet, str(problems.found[0])
    return sheet


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began


if __name__ == "__main__":
    run()
