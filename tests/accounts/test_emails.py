"""One address, however it is typed, is one key; what is no address is refused with a reason."""

import pytest

from app.accounts.emails import email_key
from app.core.errors import Invalid


@pytest.mark.parametrize(
    "typed",
    [
        "Alice@Example.org",
        "  alice@example.org ",
        "ALICE@EXAMPLE.ORG",
        "ａｌｉｃｅ@example.org",  # noqa: RUF001 - full width on purpose
    ],
)
def test_spellings_of_one_address_have_one_key(typed: str) -> None:
    assert email_key(typed) == "alice@example.org"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert email_key("ren\u00e9@example.org") == email_key("rene\u0301@example.org")


def test_an_international_domain_and_its_ascii_form_are_the_same() -> None:
    assert email_key("a@bücher.example") == email_key("a@xn--bcher-kva.example")


def test_tags_are_part_of_the_address() -> None:
    assert email_key("alice+prep@example.org") != email_key("alice@example.org")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "alice",
        "@example.org",
        "alice@",
        "alice@example.org.",
        "alice@@example.org",
        "alice@exa mple.org",
        "alice@example..org",
        "a@b@example.org",
        "alice\x00@example.org",
        "alice\u202e@example.org",
        "alice＠example.org",  # noqa: RUF001 - full width on purpose
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "b." * 130 + "org",
        "\ud800@example.org",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        email_key(typed)
    assert list(refusal.value.errors) == ["email"]
