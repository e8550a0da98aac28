"""Settings come from the environment or from files, and a wrong one is one clear line."""

import pytest

from app.settings import Settings, WrongSetting, load_settings


def test_every_setting_has_a_default(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HEADROOM_{name.upper()}", raising=False)
    settings = load_settings()
    assert settings.database_url.endswith("var/headroom.db")
    assert (settings.gate, settings.sign_up, settings.limit_factor) == ("unlock", "open", 1.0)


def test_a_setting_may_stand_in_a_file(monkeypatch, tmp_path):
    secret = tmp_path / "url"
    secret.write_text("postgresql://u:p@db/bank\n")
    monkeypatch.setenv("HEADROOM_DATABASE_URL_FILE", str(secret))
    assert load_settings().database_url == "postgresql://u:p@db/bank"
    monkeypatch.setenv("HEADROOM_DATABASE_URL_FILE", "/no/such/file")
    with pytest.raises(WrongSetting, match="HEADROOM_DATABASE_URL_FILE: /no/such/file can't be read"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("GATE", "ajar", "HEADROOM_GATE: Input should be 'unlock', 'attempt' or 'open'"),
        ("DATABASE_URL", "mysql://x", "HEADROOM_DATABASE_URL: must begin with sqlite:/// or postgresql://"),
        ("BASE_URL", "bank.example", "HEADROOM_BASE_URL: must be an origin like"),
        ("LIMIT_FACTOR", "-1", "HEADROOM_LIMIT_FACTOR: Input should be greater than or equal to 0"),
        ("LIMIT_FACTOR", "nan", "HEADROOM_LIMIT_FACTOR: Input should be"),
        ("SEEDS", "", "HEADROOM_SEEDS: must name a folder, or `none`"),
        ("SIGNUP", "closed", "HEADROOM_SIGNUP: is not a setting (did you mean `HEADROOM_SIGN_UP`?)"),
        ("DATABASE_ULR_FILE", "x", "HEADROOM_DATABASE_ULR_FILE: is not a setting (did you mean `HEADROOM_DATABASE_URL"),
        ("TRUSTED_PROXIES", "here", "HEADROOM_TRUSTED_PROXIES: 'here' does not appear to be"),
    ],
)
def test_a_wrong_setting_is_named_with_the_way_to_mend_it(monkeypatch, name, value, message):
    monkeypatch.setenv(f"HEADROOM_{name}", value)
    with pytest.raises(WrongSetting) as wrong:
        load_settings()
    assert message in str(wrong.value)


def test_what_others_name_so_is_left_alone(monkeypatch):
    # Kubernetes sets these for a service that is called headroom.
    for name in ("PORT", "SERVICE_HOST", "SERVICE_PORT", "PORT_8000_TCP_ADDR", "TEST"):
        monkeypatch.setenv(f"HEADROOM_{name}", "tcp://10.0.0.1:8000")
    load_settings()
