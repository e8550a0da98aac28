"""Settings: environment variables with the prefix HEADROOM_, each also as HEADROOM_X_FILE (a file that holds it)."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.core.fields import did_you_mean

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "HEADROOM_"


class WrongSetting(Exception):
    """A setting cannot be used; the message names it and says how to mend it."""


class FileSource(PydanticBaseSettingsSource):
    """Values from the files that `HEADROOM_X_FILE` name, so that secrets need not stand in the environment."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        """The text of the file for one field, or None."""
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise WrongSetting(f"{variable}: {path} can't be read ({error.strerror})") from None

    def __call__(self) -> dict[str, Any]:
        """Every field that has a file."""
        found = {name: self.get_field_value(None, name)[0] for name in self.settings_cls.model_fields}
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What an installation decides. All have a default."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    database_url: str = f"sqlite:///{ROOT / 'var' / 'headroom.db'}"
    base_url: str = ""
    seeds: str = str(ROOT / "seeds")
    gate: Literal["unlock", "attempt", "open"] = "unlock"
    sign_up: Literal["open", "code", "closed"] = "open"
    smtp_url: str = Field(default="", repr=False)
    contact: str = ""
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    limit_factor: float = Field(default=1.0, ge=0, allow_inf_nan=False)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("is not an address like postgresql://user:password@host:5432/name") from None
        if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("must name a file, like sqlite:////var/lib/headroom/headroom.db")
        return value

    @field_validator("base_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/")):
            raise ValueError("must be an origin like https://bank.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        parts = urlsplit(value)
        try:
            is_address = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if value and (not is_address or parts.path.strip("/")):
            raise ValueError("must be an address like smtp://user:password@mail.example.org:587, or smtps://…:465")
        return value

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str) -> str:
        if value and not value.startswith(("mailto:", "https://")):
            raise ValueError(
                "must be where people reach you, like mailto:you@example.org or https://example.org/contact"
            )
        return value

    @field_validator("seeds")
    @classmethod
    def _folder(cls, value: str) -> str:
        if not value:
            raise ValueError("must name a folder, or `none`")
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @property
    def has_mail(self) -> bool:
        """Whether there is a mail server."""
        return bool(self.smtp_url)

    @property
    def is_https(self) -> bool:
        """Whether browsers reach this bank by https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then files; no `.env` is read."""
        return init_settings, env_settings, FileSource(settings_cls)


def load_settings() -> Settings:
    """The settings of this process; raises WrongSetting with one line for each that cannot be used."""
    problems = _misspelled()
    try:
        settings = Settings()
    except ValidationError as error:
        problems += [
            f"{PREFIX}{str(item['loc'][0]).upper()}: {item['msg'].removeprefix('Value error, ')}"
            for item in error.errors()
        ]
    if problems:
        raise WrongSetting("; ".join(problems))
    return settings


def _misspelled() -> list[str]:
    """Variables that must be a setting with a slip in its name: left unread, they would leave a bank open, say."""
    known = {f"{PREFIX}{name.upper()}{end}" for name in Settings.model_fields for end in ("", "_FILE")}
    others = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    hints = ((name, did_you_mean(name, known, at_least=0.9)) for name in others)
    return [f"{name}: is not a setting{hint}" for name, hint in hints if hint]
