"""What docs/webhooks.md tells integrators is true: its lines of Python take a real message and refuse a forged one."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from standardwebhooks.webhooks import WebhookVerificationError

from callcenter.integrations import events
from callcenter.integrations.webhooks import signing
from tests.integrations.webhooks.factories import SECRET

TEXT = (Path(settings.BASE_DIR) / "docs" / "webhooks.md").read_text()


def receive_of_the_docs() -> Any:
    block = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert block
    names: dict[str, Any] = {}
    exec(block[1].replace("whsec_…", SECRET), names)
    return names["receive"]


def test_the_lines_of_python_take_a_message_and_refuse_a_forged_one() -> None:
    body = '{"type":"webhook.test","data":{"名":"王"}}'
    headers = signing.headers("msg_1", body, at=timezone.now(), with_secrets=[SECRET])
    receive = receive_of_the_docs()
    assert receive(body.encode(), headers)["type"] == "webhook.test"
    with pytest.raises(WebhookVerificationError):
        receive(body.replace("王", "李").encode(), headers)


def test_events_that_the_docs_name_are_declared() -> None:
    named = set(re.findall(r'{"type":"([a-z_.]+)","timestamp"', TEXT))
    assert named
    assert all(events.find(verb) for verb in named)
