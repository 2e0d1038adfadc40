"""What the environment says: read where it is needed, failing loudly. Knows no setting, so that what runs before them may ask too."""

import os

from django.core.exceptions import ImproperlyConfigured


def env(name: str, default: str | None = None) -> str:
    """The environment variable `name`, or `default`; without either, a sentence that names it."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see README, Configure).")
    return value


def env_bool(name: str, default: bool) -> bool:
    """A yes/no variable: 1, true, yes, on against 0, false, no, off."""
    text = os.environ.get(name, "yes" if default else "no").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {text!r}.")


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def is_local() -> bool:
    """Without DATABASE_URL, and under `manage.py up`, this is somebody's own machine: http, a key kept in the data folder."""
    return env_bool("CALLCENTER_LOCAL", not os.environ.get("DATABASE_URL"))


def log_format() -> str:
    """How lines of the log are written: "line" for people at a terminal, "json" for a log store."""
    found = env("CALLCENTER_LOG_FORMAT", "line" if is_local() else "json")
    if found not in {"line", "json"}:
        raise ImproperlyConfigured(f"CALLCENTER_LOG_FORMAT must be line or json, not {found!r}.")
    return found
