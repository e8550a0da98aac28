"""A claim is held against what its formula gives, to the digit that is written."""

import pytest

from app.estimates.claims import agrees
from tests.estimates.blocks import asked, block, read


@pytest.mark.parametrize(
    ("claimed", "low", "high"),
    [
        ("46.0", 45.95, 46.05),
        ("46", 45.5, 46.5),
        ("45625", 45624.5, 45625.5),
        ("4.56e4", 45550, 45650),
        ("4.5625e4", 45624.5, 45625.5),
        ("1e6", 500_000, 1_500_000),
        ("0.980", 0.9795, 0.9805),
        ("0.98", 0.975, 0.985),
        ("2.5e-3", 0.00245, 0.00255),
        ("-12.5", -12.55, -12.45),
        ("0", -0.5, 0.5),
        ("0.00", -0.005, 0.005),
        ("-0", -0.5, 0.5),
        ("1000000000000", 999_999_999_999.5, 1_000_000_000_000.5),
        ("1.0e99", 0.95e99, 1.05e99),
    ],
)
def test_a_claim_holds_within_half_a_unit_of_its_last_digit_and_at_the_tie(claimed, low, high):
    step = (high - low) / 4
    assert agrees(claimed, low)
    assert agrees(claimed, (low + high) / 2)
    assert agrees(claimed, high)
    assert not agrees(claimed, low - step)
    assert not agrees(claimed, high + step)


def test_a_tie_passes_both_ways_though_floats_miss_it():
    assert abs(0.5 - 0.55) > 0.05
    assert agrees("0.5", 0.55)
    assert agrees("0.6", 0.55)
    assert not agrees("0.5", 0.5500001)


@pytest.mark.parametrize(
    ("formula", "claim", "inputs"),
    [
        ("bits / 8", "125 Mbit", ["bits = 1 Gbit"]),
        ("bits", "125 MB", ["bits = 1 Gbit"]),
        ("bits", "8 bit", ["bits = 1 byte"]),
        ("bits", "1 B", ["bits = 1 byte"]),
        ("memory", "85.90 GB", ["memory = 80 GiB"]),
        ("memory", "1048576 KiB", ["memory = 1 GiB"]),
        ("share", "83.2 percent", ["share = 0.832"]),
        ("share", "0.832", ["share = 83.2 percent"]),
        ("power * hour", "1 Wh", ["power = 1 W"]),
        ("power * hour", "3600 J", ["power = 1 W"]),
        ("flops / speed", "10 ms", ["flops = 1 TFLOP", "speed = 100 TFLOP/s"]),
        ("rate / speed", "15.0 GPU", ["rate = 2000 request/s", "speed = 133 request/s/GPU"]),
        ("price * 8 * GPU * 730 * hour", "14600 USD", ["price = 2.50 USD/GPU/hour"]),
        ("size / token", "131 kB/token", ["size = 131072 B"]),
    ],
)
def test_units_convert(formula, claim, inputs):
    assert asked(formula, claim, *inputs) == []


@pytest.mark.parametrize(
    ("formula", "claim", "given", "message"),
    [
        ("bits", "1 GB", "bits = 1 Gbit", "claims 1 GB, but the formula gives 0.125 GB"),
        ("memory", "80.0 GB", "memory = 80 GiB", "claims 80.0 GB, but the formula gives 85.8993 GB"),
        ("share", "0.832 percent", "share = 0.832", "claims 0.832 percent, but the formula gives 83.2 percent"),
        ("share", "83.2", "share = 83.2 percent", "claims 83.2, but the formula gives 0.832"),
        ("time", "2", "time = 1 s", "is s, but its unit is a pure number"),
    ],
)
def test_bits_are_no_bytes_and_percent_no_share(formula, claim, given, message):
    (problem,) = asked(formula, claim, given)
    assert problem.startswith("f.md:14: estimate.results.r.")
    assert problem.endswith(message)


@pytest.mark.parametrize(
    ("formula", "claim", "inputs", "message"),
    [
        ("rate / speed", "15", ["rate = 2000 request/s", "speed = 133 request/s/GPU"],
         "is GPU, but its unit is a pure number"),
        ("rate", "15 GPU", ["rate = 2000 request/s"], "is request/s, but its unit is GPU"),
        ("size / speed", "1 s", ["size = 1 GB", "speed = 1 GFLOP/s"], "is bit*s/FLOP, but its unit is s"),
        ("context * size", "1 GB", ["context = 4096 token", "size = 1 kB"], "is bit*token, but its unit is bit"),
        ("price * 730 * hour", "1 USD", ["price = 2.5 USD/GPU/hour"], "is USD/GPU, but its unit is USD"),
        ("fixed + 3", "1 ms", ["fixed = 22 ms"], "`+` takes values of one kind, not s and a pure number"),
        ("nodes + cards", "1 GPU", ["nodes = 1 node", "cards = 8 GPU"],
         "`+` takes values of one kind, not node and GPU"),
    ],
)  # fmt: skip
def test_a_forgotten_factor_does_not_convert(formula, claim, inputs, message):
    line = 13 + len(inputs)
    assert asked(formula, claim, *inputs) == [f"f.md:{line}: estimate.results.r.formula: {message}"]


def test_a_mismatch_shows_as_many_digits_as_it_takes_to_see_it():
    problems = asked("tokens", "1234567 token", "tokens = 1234568 token")
    assert problems[0].endswith("claims 1234567 token, but the formula gives 1234568 token")


def test_a_formula_uses_earlier_results_as_recomputed_never_as_claimed():
    # With the 133 that is claimed, 1330 would be right.
    sheet, problems = read(
        block(
            ["batch: {label: Batch, value: 4}", "time: {label: Time, value: 30, unit: ms}"],
            [
                "speed: {formula: batch / time, value: 133, unit: 1/s}",
                "tenfold: {formula: 10 * speed, value: 1333, unit: 1/s}",
            ],
        )
    )
    assert problems == []
    assert sheet.results[0].value == "133"


def test_every_wrong_claim_is_told_at_its_line():
    _, problems = read(
        block(
            ["a: {label: A, value: 3}"],
            [
                "double: {formula: 2 * a, value: 7}",
                "triple: {formula: 3 * a, value: 9}",
                "square: {formula: a ** 2, value: 8}",
            ],
        )
    )
    assert problems == [
        "f.md:14: estimate.results.double.value: claims 7, but the formula gives 6",
        "f.md:16: estimate.results.square.value: claims 8, but the formula gives 9",
    ]
