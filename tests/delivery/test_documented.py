"""What README promises about starting and configuring is what the code does."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
READ = re.compile(r"""(?:env|env_bool|env_list|environ\.get)\(\s*["'](\w+)["']""")


def settings_read() -> set[str]:
    """Names of all environment variables that the environment's reader, the settings and the start read."""
    sources = [
        CHECKOUT / "callcenter" / "environment.py",
        CHECKOUT / "callcenter" / "settings.py",
        CHECKOUT / "callcenter" / "management" / "commands" / "up.py",
    ]
    return {name for source in sources for name in READ.findall(source.read_text(encoding="utf-8"))}


def settings_documented() -> set[str]:
    table = README.split("## Configure", 1)[1].split("\n## ", 1)[0]
    return {
        name
        for row in re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
        for name in re.findall(r"`([A-Z_]+)`", row)
    }


def test_every_environment_variable_is_in_the_table_and_no_other() -> None:
    assert settings_documented() == settings_read()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_of_the_readme_lead_somewhere(path: str) -> None:
    assert (CHECKOUT / path).exists()


def test_make_targets_of_the_readme_exist() -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert (
        set(
            re.findall(
                r"\bmake ([a-z-]+)\b", "\n".join(re.findall(r"`[^`]*`|^    .*$", README, re.MULTILINE))
            )
        )
        <= targets
    )
