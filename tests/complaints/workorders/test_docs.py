"""The page in docs and the table in the code are one."""

from pathlib import Path

from django.utils.translation import override

from complaints.workorders.forms import FORMS
from complaints.workorders.steps import OF_ORDERS, OF_TICKETS
from complaints.workorders.timeline import DONE
from complaints.workorders.transitions import TRANSITIONS, as_markdown

PAGE = Path(__file__).resolve().parents[3] / "docs" / "complaints-workorders.md"


def test_the_docs_show_the_table_of_the_code() -> None:
    shown = PAGE.read_text().split("<!-- transitions -->")[1].split("<!-- /transitions -->")[0].strip()
    with override("en"):
        assert shown == as_markdown()


def test_every_step_has_its_service_its_form_and_its_line_of_the_log() -> None:
    keys = {one.key for one in TRANSITIONS}
    assert OF_ORDERS.keys() | OF_TICKETS.keys() == keys - {"record"}
    assert FORMS.keys() == keys - {"record"}
    assert DONE.keys() == keys
