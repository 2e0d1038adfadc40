"""The import wizard as a person goes through it: upload, columns, check, apply. The worker is run in between."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, State

CHECK_BUTTON = "form[data-mapping] .form-actions button"
APPLY_BUTTON = "form[action$='/apply/'] button"


def only_job() -> Job:
    """The job of the file that was sent last."""
    return Job.objects.latest("pk")


class Wizard:
    """The steps that a person takes, each page checked for accessibility and for anything wider than the screen."""

    def __init__(self, page: Page, check: Callable[[Page], None] = lambda page: None) -> None:
        self.page, self.check = page, check

    def look(self) -> None:
        self.check(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def upload(self, kind: str, file: Path) -> None:
        self.page.goto("/files/imports/")
        self.look()
        self.page.check(f"input[name=kind][value='{kind}']")
        self.page.set_input_files("input[type=file]", file)
        self.page.click("main button[type=submit]")

    def assign(self, **columns: str) -> None:
        """Take the columns as recognised, but for those named (target key to column), and have the file checked."""
        self.page.wait_for_url("**/mapping/")
        for key, column in columns.items():
            self.page.select_option(f"#id_column_{key}", column)
        self.look()
        self.page.click(CHECK_BUTTON)

    def be_checked(self) -> None:
        """Wait for the worker; the page asks for news by itself."""
        self.page.wait_for_selector("progress")
        self.look()
        jobs.run(only_job().pk)
        self.page.wait_for_selector("form[action$='/apply/'], .alert-danger")
        self.look()

    def apply(self) -> None:
        self.page.click(APPLY_BUTTON)
        self.page.wait_for_selector("progress")
        jobs.run(only_job().pk)
        self.page.wait_for_selector(".alert-success")
        self.look()
        assert only_job().state == State.DONE
