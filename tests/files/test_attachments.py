"""Files on records: who may, what kinds, under what names, and how they come back."""

import contextlib
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.files import orphans
from callcenter.files.attachments import registry, services
from callcenter.files.attachments.models import Attachment
from callcenter.objections import RuleViolation
from callcenter.people.models import Department
from tests.factories import make_department, make_user
from tests.together import outcomes

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PDF = b"%PDF-1.7 hello"


@pytest.fixture(autouse=True)
def _departments_hold_files():
    """The director of the site edits a department's files, everybody else there sees them."""

    def same_site(actor, department) -> bool:
        return actor is not None and actor.employee.site_id == department.site_id

    def is_director(actor, department) -> bool:
        held = actor.employee.postholdings.values_list("post__code", flat=True) if actor else ()
        return same_site(actor, department) and PostCode.DIRECTOR in held

    before = dict(registry._holders)
    registry.register(Department, may_view=same_site, may_edit=is_director)
    yield
    registry._holders.clear()
    registry._holders.update(before)


@pytest.fixture
def director() -> User:
    return make_user(PostCode.DIRECTOR)


@pytest.fixture
def department(director: User) -> Department:
    return make_department(director.employee.site)


def sent(data: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", data)
    file._name = name
    return file


def office(folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}document.xml", "<x/>")
    return out.getvalue()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def refusals(call, *args, **kwargs) -> list[str]:
    with pytest.raises(RuleViolation) as caught:
        call(*args, **kwargs)
    assert all("%(" not in sentence for sentence in caught.value.sentences)
    return [objection.code for objection in caught.value.objections]


def test_an_attached_file_is_kept_with_its_kind_size_and_checksum(department, director):
    attachment = services.attach(department, sent(), actor=director, note="Signed")
    assert (attachment.name, attachment.size, attachment.media_type) == (
        "letter.pdf",
        len(PDF),
        "application/pdf",
    )
    assert len(attachment.sha256) == 64
    assert attachment.file.read() == PDF
    event = Event.objects.get(verb="files.attachment.added")
    assert (event.subject_id, event.after["sha256"], event.reason) == (
        department.pk,
        attachment.sha256,
        "Signed",
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", PNG), ("a.JPG", b"\xff\xd8\xff\xe0x"), ("a.docx", office("word/")), ("a.xlsx", office("xl/")),
        ("a.txt", "备注".encode()), ("a.csv", b"a,b"), ("a.mp3", b"ID3x"), ("a.wav", b"RIFFxxxxWAVEfmt "),
    ],
)  # fmt: skip
def test_usual_kinds_are_taken(department, director, name, data):
    assert services.attach(department, sent(data, name), actor=director).media_type


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<html><script>alert(1)</script>"), ("page.pdf", b"<html><script>alert(1)</script>"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), ("picture.svg", b"<svg/>"),
        ("tool.exe", b"MZ\x90"), ("letter.docx", office("xl/")), ("letter.docx", b"PK\x03\x04broken"),
        ("notes.txt", b"a\x00b"), ("noending", b"text"), ("macro.xlsm", office("xl/")), ("a.js", b"alert(1)"),
    ],
)  # fmt: skip
def test_other_kinds_and_wrong_contents_are_refused(department, director, name, data):
    assert refusals(services.attach, department, sent(data, name), actor=director) == [
        "files.attachment_kind"
    ]
    assert not Attachment.objects.exists()


def test_empty_and_too_large_files_are_refused(department, director, settings):
    assert refusals(services.attach, department, sent(b""), actor=director) == ["files.attachment_empty"]
    settings.FILES_ATTACHMENT_BYTES = len(PDF) - 1
    assert refusals(services.attach, department, sent(), actor=director) == ["files.attachment_size"]
    settings.FILES_ATTACHMENT_BYTES = len(PDF)
    assert services.attach(department, sent(), actor=director)


def test_the_same_file_hangs_on_a_record_once(department, director):
    services.attach(department, sent(), actor=director)
    assert refusals(services.attach, department, sent(), actor=director) == ["files.attachment_twice"]
    services.attach(department, sent(name="copy.pdf"), actor=director)
    services.attach(make_department(director.employee.site), sent(), actor=director)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\letter.pdf", "letter.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("  .. ", "file"),
        ("合同（终稿）.pdf", "合同（终稿）.pdf"),
    ],
)
def test_names_lose_folders_and_control_characters(name, kept):
    assert services.clean_name(name) == kept


def test_a_long_name_keeps_its_ending():
    assert len(services.clean_name("x" * 500 + ".pdf")) == 255
    assert services.clean_name("x" * 500 + ".pdf").endswith(".pdf")


def test_nothing_of_the_sent_name_reaches_the_storage(department, director):
    attachment = services.attach(department, sent(name="../秘密 secret.pdf"), actor=director)
    assert "secret" not in attachment.file.name
    assert attachment.file.name.endswith(".pdf")


def test_who_may_only_look_cannot_attach_or_remove(department, director):
    attachment = services.attach(department, sent(), actor=director)
    agent = make_user(PostCode.AGENT, site=director.employee.site)
    with pytest.raises(PermissionDenied):
        services.attach(department, sent(), actor=agent)
    with pytest.raises(PermissionDenied):
        services.remove(attachment, actor=agent)


def test_a_removed_file_is_gone_and_the_trail_keeps_its_checksum(
    department, director, django_capture_on_commit_callbacks
):
    attachment = services.attach(department, sent(), actor=director)
    storage, stored = attachment.file.storage, attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(attachment, actor=director, reason="Wrong letter")
    assert not storage.exists(stored)
    event = Event.objects.get(verb="files.attachment.removed")
    assert (event.before["sha256"], event.reason) == (attachment.sha256, "Wrong letter")


def test_a_download_is_never_run_by_the_browser(department, director):
    attachment = services.attach(department, sent("笔记".encode(), "笔记 “x”.txt"), actor=director)
    response = signed_in(director).get(attachment.get_absolute_url() + "?show=1")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%AC%94")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_picture_may_be_shown_in_place_in_a_sandbox(department, director):
    attachment = services.attach(department, sent(PNG, "desk.png"), actor=director)
    browser = signed_in(director)
    shown = browser.get(attachment.get_absolute_url() + "?show=1")
    assert shown["Content-Disposition"].startswith("inline")
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert browser.get(attachment.get_absolute_url())["Content-Disposition"].startswith("attachment")


def test_who_may_not_see_the_record_finds_no_file(department, director):
    attachment = services.attach(department, sent(), actor=director)
    stranger = signed_in(make_user(PostCode.DIRECTOR))
    assert stranger.get(attachment.get_absolute_url()).status_code == 404
    assert stranger.get(reverse("files:attachment_remove", args=[attachment.pk])).status_code == 404
    address = reverse("files:attach", args=["people.department", department.pk])
    assert stranger.post(address, {"file": sent()}).status_code == 404


def test_records_that_hold_no_files_take_none(director):
    address = reverse("files:attach", args=["people.site", director.employee.site.pk])
    assert signed_in(director).post(address, {"file": sent()}).status_code == 404


def test_attaching_from_a_page_and_its_refusal(department, director):
    browser = signed_in(director)
    address = reverse("files:attach", args=["people.department", department.pk])
    response = browser.post(address, {"file": sent(), "next": "/files/jobs/"})
    assert (response.status_code, response.url) == (302, "/files/jobs/")
    response = browser.post(address, {"file": sent(b"MZ", "x.exe"), "next": "/files/jobs/"})
    assert response.status_code == 422
    assert "cannot be attached" in response.content.decode()


def test_a_page_never_sends_the_reader_elsewhere(department, director):
    address = reverse("files:attach", args=["people.department", department.pk])
    Department.get_absolute_url = lambda self: "/own/"
    try:
        response = signed_in(director).post(address, {"file": sent(), "next": "https://example.test/"})
    finally:
        del Department.get_absolute_url
    assert response.url == "/own/"


@pytest.mark.parametrize(("post", "has_form"), [(PostCode.DIRECTOR, True), (PostCode.AGENT, False)])
def test_the_component_shows_what_the_user_may_do(department, director, post, has_form):
    services.attach(department, sent(), actor=director)
    request = RequestFactory().get("/people/")
    request.user = make_user(post, site=director.employee.site)
    html = Template("{% load attachments %}{% attachments record %}").render(
        Context({"request": request, "record": department})
    )
    assert "letter.pdf" in html
    assert ("<form" in html) is has_form


def test_the_database_keeps_one_of_each_and_none_empty(department):
    fields = {
        "subject_type": ContentType.objects.get_for_model(Department), "subject_id": department.pk,
        "file": "x", "name": "a", "size": 1, "media_type": "x", "sha256": "s",
    }  # fmt: skip
    Attachment.objects.create(**fields)
    for wrong in ({}, {"size": 0, "name": "b"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.create(**(fields | wrong))


@pytest.mark.django_db(transaction=True)
def test_two_people_attach_the_same_file_once(department, director):
    def attach():
        return services.attach(department, sent(), actor=director)

    assert outcomes(attach, attach) == ["done", "files.attachment_twice"]


def stored() -> set[str]:
    """What lies in the storage under attachments/."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in (root / "attachments").rglob("*") if path.is_file()}


def test_several_files_are_attached_together_or_not_at_all(director, department):
    url = reverse("files:attach", args=["people.department", department.pk])
    before = stored()
    browser = signed_in(director)
    response = browser.post(url, {"file": [sent(PDF, "a.pdf"), sent(b"MZ", "b.exe"), sent(b"", "c.pdf")]})
    assert response.status_code == 422
    text = response.content.decode()
    assert "“b.exe” cannot be attached" in text
    assert "“c.pdf” is empty" in text
    assert (Attachment.objects.count(), stored()) == (0, before)
    good = {"file": [sent(PDF, "a.pdf"), sent(PNG, "b.png")], "next": "/"}
    assert browser.post(url, good).status_code == 302
    assert set(Attachment.objects.values_list("name", flat=True)) == {"a.pdf", "b.png"}
    assert len(stored() - before) == 2


def test_the_same_file_twice_in_one_sending_is_refused(director, department):
    codes = refusals(services.attach_all, department, [sent(), sent()], actor=director)
    assert codes == ["files.attachment_twice"]


def test_what_the_database_refuses_leaves_no_file_in_the_storage(director, department, monkeypatch):
    before = stored()
    monkeypatch.setattr(
        services, "_checked", lambda held, files: [Attachment(subject=held, name="x", size=0)]
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        services.attach(department, sent(), actor=director)
    assert stored() == before


def test_a_file_that_a_later_rollback_left_is_dropped_after_a_day_and_no_other(director, department):
    kept = services.attach(department, sent(PDF, "kept.pdf"), actor=director)
    before = stored()
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        services.attach(department, sent(PDF, "lost.pdf"), actor=director)
        raise ZeroDivisionError
    (lost,) = stored() - before
    orphans.drop()
    assert lost in stored(), "its transaction might still be open"
    yesterday = time.time() - 86_400 - 60
    for name in (lost, kept.file.name):
        os.utime(Path(settings.MEDIA_ROOT) / name, (yesterday, yesterday))
    assert orphans.drop() == 1
    assert stored() == before
