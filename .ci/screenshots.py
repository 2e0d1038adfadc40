"""Takes the pictures of docs/screenshots from the demo center: starts the product, logs in as a post, photographs a page."""

import datetime
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER = CHECKOUT / "docs" / "screenshots"
DATA_DIR = CHECKOUT / ".build" / "screenshots"
TODAY = datetime.date.today()
YESTERDAY = TODAY - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Picture:
    """A page as one post sees it; `follow`: the link on it, as a selector, whose page is wanted."""

    name: str
    username: str
    path: str
    language: str = "en"
    width: int = 1440
    height: int = 900
    theme: str = "light"
    follow: str = ""


PICTURES = (
    Picture("daily-report", "SH-D01", f"/reports/daily/shanghai/{YESTERDAY}/", height=1100),
    Picture("today", "SH-SL01", "/"),
    Picture(
        "daily-report-zh",
        "SH-D01",
        f"/reports/daily/shanghai/{YESTERDAY}/",
        language="zh-hans",
        theme="dark",
        height=1100,
    ),
    Picture("rulebook", "SH-D01", "/rulebook/"),
    Picture("roster", "SH-D01", f"/staffing/roster/shanghai/phone-center/{TODAY:%Y-%m}/"),
    Picture("floor", "SH-SL01", "/staffing/floor/"),
    Picture(
        "leave-request",
        "SH-D01",
        "/approvals/?kind=leave.request",
        height=1000,
        follow="main table tbody a[href^='/approvals/']",
    ),
    Picture(
        "month-sheet",
        "HO-HR01",
        f"/staffing/attendance/sheets/shanghai/{TODAY.replace(day=1)}/",
        language="zh-hans",
        theme="dark",
    ),
    Picture("agent-phone", "SH-A01", "/", language="zh-hans", width=390, height=844),
    Picture("agent-shifts", "SH-A01", "/staffing/roster/mine/", width=390, height=844),
    Picture(
        "agent-leave",
        "SH-A01",
        "/staffing/leave/ask/",
        language="zh-hans",
        width=390,
        height=844,
        theme="dark",
    ),
)


def main() -> int:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("Pictures need Chromium: apt install chromium")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = os.environ | {"CALLCENTER_DATA_DIR": str(DATA_DIR), "CALLCENTER_PORT": str(port)}
    product = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=CHECKOUT,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert product.stderr is not None
        address = next(line.split()[2] for line in product.stderr if line.startswith("Ready at"))
        passwords = {
            login["username"]: login["password"]
            for login in json.loads((DATA_DIR / "demo_logins.json").read_text())
        }
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for picture in PICTURES:
                take(browser, address, picture, passwords[picture.username])
                print(f"docs/screenshots/{picture.name}.png", flush=True)
    finally:
        product.send_signal(signal.SIGINT)
        product.communicate(timeout=60)
    return 0


def take(browser: Browser, address: str, picture: Picture, password: str) -> None:
    """Log in as the post and save what the page shows in the wanted language and theme."""
    prefer(picture)
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        base_url=address,
        device_scale_factor=2 if picture.width < 600 else 1,
    )
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", picture.username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    page.goto(picture.path)
    page.wait_for_load_state("networkidle")
    if picture.follow:
        page.locator(picture.follow).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    context.close()


def prefer(picture: Picture) -> None:
    """Language and theme are kept on the user."""
    chosen = f"username={picture.username!r}).update(language={picture.language!r}, theme={picture.theme!r})"
    statement = f"from callcenter.accounts.models import User; User.objects.filter({chosen}"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", statement],
        cwd=CHECKOUT,
        env=os.environ | {"CALLCENTER_DATA_DIR": str(DATA_DIR)},
        check=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
