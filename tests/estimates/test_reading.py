"""What people type is read in the unit asked for, and what could mean two things is asked again."""

import contextlib
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.estimates.notation import quantity
from app.estimates.reading import MAX_CHARACTERS, Unreadable, read_quantity
from app.estimates.units import UNITS

READ = [
    ("3.2 TB", "TB", 3.2),
    ("3.2TB", "GB", 3200),
    ("3200 GB", "TB", 3.2),
    ("1 GiB", "byte", 2**30),
    ("1 KB", "B", 1000),
    ("8 Gbit", "GB", 1),
    ("100 Gbps", "Gbit/s", 100),
    ("100Gbps", "GB/s", 12.5),
    ("25 GBps", "GB/s", 25),
    ("2 GB per s", "MB/s", 2000),
    ("2 TB a day", "GB/day", 2000),
    ("40 ms", "ms", 40),
    ("0.04 s", "ms", 40),
    ("40 µs", "us", 40),
    ("40 μs", "ms", 0.04),
    ("2 hours", "hour", 2),
    ("2 h", "minute", 120),
    ("10 min", "s", 600),
    ("5 s", "ms", 5000),
    ("90 Seconds", "minute", 1.5),
    ("1.2e9", "byte", 1.2e9),
    ("1.2E+9 B", "GB", 1.2),
    ("1.2 × 10^9", "token", 1.2e9),  # noqa: RUF001
    ("1.2 x 10**9 tokens", "token", 1.2e9),
    ("1.2·10⁹", "token", 1.2e9),
    ("10^-3 s", "ms", 1),
    ("10⁶", "row", 1e6),
    ("1,200", "GB", 1200),
    ("1,234,567.5", "row", 1234567.5),
    ("~ 5 TB", "TB", 5),
    ("≈5 TB", "TB", 5),
    ("about 5 TB", "TB", 5),
    ("approx. 5 TB", "TB", 5),
    ("roughly 5TB", "TB", 5),
    ("around 5 TB", "TB", 5),
    ("3 e9", "token", 3e9),
    ("3 terabytes", "GB", 3000),
    ("3 terabytes per second", "GB/s", 3000),
    ("100 gigabits/s", "GB/s", 12.5),
    ("1 gbit/s", "Gbit/s", 1),
    ("700 watts", "W", 700),
    ("1 kilowatt", "W", 1000),
    (".5 TB", "GB", 500),
    ("$45k", "USD", 45_000),
    ("45 k$", "USD", 45_000),
    ("45k USD", "USD", 45_000),
    ("$1.5 million", "USD", 1.5e6),
    ("$2B", "USD", 2e9),
    ("45,000 dollars", "USD", 45_000),
    ("$2.50/GPU/hour", "USD/GPU/hour", 2.5),
    ("$2.50 per GPU-hour", "USD/GPU/hour", 2.5),
    ("2.5 USD / GPU hour", "USD/GPU/hour", 2.5),
    ("-$5", "USD", -5),
    ("$-5", "USD", -5),
    ("−5 %", "percent", -5),  # noqa: RUF001
    ("83 %", "percent", 83),
    ("83%", "", 0.83),
    ("83", "percent", 83),
    ("1", "percent", 1),
    ("0", "percent", 0),
    ("0.4 %", "percent", 0.4),
    ("1.5M", "token", 1.5e6),
    ("200k", "request/s", 200_000),
    ("70B", "param", 70e9),
    ("15T tokens", "token", 15e12),
    ("2 B", "GB", 2e-9),
    ("5k GB", "TB", 5),
    ("3x", "", 3),
    ("25 GPUs", "GPU", 25),
    ("25 gpus", "GPU", 25),
    ("200k req/s", "request/s", 200_000),
    ("20k rps", "request/s", 20_000),
    ("20k QPS", "request/s", 20_000),
    ("2k/s", "request/s", 2000),
    ("2k per second", "request/s", 2000),
    ("1500 tok/s/GPU", "token/s/GPU", 1500),
    ("990 TFLOPS", "TFLOP/s", 990),
    ("6e23 FLOPs", "FLOP", 6e23),
    ("7 byte / param", "byte/param", 7),
    ("５ GB", "GB", 5),  # noqa: RUF001
]


@pytest.mark.parametrize(("text", "unit", "value"), READ)
def test_short_forms_and_other_units_are_read(text, unit, value):
    assert read_quantity(text, unit) == pytest.approx(value, rel=1e-12)


REFUSED = [
    ("", "GB", "This does not begin with a number: write one, such as 40 GB."),
    ("nan", "GB", "This does not begin with a number: write one, such as 40 GB."),
    ("inf", "", "This does not begin with a number: write one, such as 40."),
    ("GB 5", "GB", "This does not begin with a number: write one, such as 40 GB."),
    ("lots", "USD", "This does not begin with a number: write one, such as $40."),
    ("3 to 4 TB", "TB", "This holds more than one number: write one, such as 40 TB."),
    ("3-4 TB", "TB", "This holds more than one number: write one, such as 40 TB."),
    ("3 4 TB", "TB", "This holds more than one number: write one, such as 40 TB."),
    ("1.2.3", "TB", "This holds more than one number: write one, such as 40 TB."),
    ("1/3", "", "This holds more than one number: write one, such as 40."),
    ("5 h 30 min", "hour", "This holds more than one number: write one, such as 40 hour."),
    ("1,5 TB", "TB", "A comma parts thousands here: write 1.5 with a point, or 1,500 in full."),
    ("1,2000", "TB", "A comma parts thousands here: write 1.5 with a point, or 1,500 in full."),
    ("40 ms", "GB", "“40 ms” does not convert to GB: write it like 40 GB."),
    ("40 GB", "ms", "“40 GB” does not convert to ms: write it like 40 ms."),
    ("40 GB", "GB/s", "“40 GB” does not convert to GB/s: write it like 40 GB/s."),
    ("$2/hour", "USD/GPU/hour", "“$2/hour” does not convert to USD/GPU/hour: write it like $40/GPU/hour."),
    ("20 ms", "ms/token", "“20 ms” does not convert to ms/token: write it like 40 ms/token."),
    ("$5", "GB", "“$5” does not convert to GB: write it like 40 GB."),
    ("5 %", "GPU", "“5 %” does not convert to GPU: write it like 40 GPU."),
    ("5 GB", "", "“5 GB” does not convert to a pure number: write it like 40."),
    ("5 GB", "percent", "“5 GB” does not convert to percent: write it like 40 %."),
    ("40 parsec", "s", "“parsec” is no unit that is read here: write it like 40 s."),
    ("5 GB/", "GB", "The unit of this cannot be read: write it like 40 GB."),
    ("8 Gb", "GB", "“Gb” may be bits or bytes: write Gbit or GB."),
    ("8 kb", "GB", "“kb” may be bits or bytes: write kbit or kB."),
    ("8 b", "GB", "“b” may be bits or bytes: write bit or B."),
    ("3.2T", "TB", "Write the unit after “3.2T”, such as 40 TB."),
    ("0.83", "percent", "This may be 0.83 % or 83 %: write one of them with its %."),
    ("1e999", "GB", "This number is too large to be read."),
    ("10^99999999999", "", "This number is too large to be read."),
    ("1e308 EB", "bit", "This number is too large to be read."),
    ("9" * 61, "", "Write at most 60 characters, such as 40."),
]


@pytest.mark.parametrize(("text", "unit", "message"), REFUSED)
def test_what_cannot_be_read_says_what_to_write(text, unit, message):
    with pytest.raises(Unreadable) as refused:
        read_quantity(text, unit)
    assert str(refused.value) == message


UNIT = st.one_of(
    st.just(""),
    st.sampled_from(sorted(UNITS)),
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["1", *sorted(UNITS)]),
        st.sampled_from(["/", "*"]),
        st.sampled_from(sorted(UNITS)),
        st.sampled_from(["/", "*"]),
        st.sampled_from(sorted(UNITS)),
    ),
)
VALUE = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.decimals(-(10**9), 10**9, places=3).map(lambda value: f"{value:f}"),
    st.builds("{}e{}".format, st.integers(1, 9999).map(lambda value: value / 1000), st.integers(-30, 30)),
)


@example("0", "B/B*GPU")
@given(VALUE, UNIT)
def test_whatever_is_printed_is_read_back(value, unit):
    assert read_quantity(quantity(value, unit), unit) == pytest.approx(float(value), rel=1e-9)


ANY = st.text(max_size=MAX_CHARACTERS + 1)
NEARLY = st.text(alphabet="0123456789.,eE+-^*x10$%kMGTPB /sbit⁹½", max_size=MAX_CHARACTERS)


@given(ANY | NEARLY, UNIT)
def test_any_text_is_a_finite_number_or_refused(text, unit):
    with contextlib.suppress(Unreadable):
        assert math.isfinite(read_quantity(text, unit))
