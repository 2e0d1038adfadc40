"""Call types: made by the loader, named by people or a preset, shown by name everywhere while the calls keep the code."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.utils import translation

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports.registry import Mapping, get
from callcenter.people.models import Site
from callcenter.telephony.facts.load import replace_days
from callcenter.telephony.feeds.importers import type_names
from callcenter.telephony.feeds.presets import ANONYMOUS_BANK, CALL_PRESETS
from callcenter.telephony.models import Call, CallType
from callcenter.telephony.names.services import name_call_type
from tests.factories import make_site, make_user
from tests.telephony.factories import load_calls, make_calls, make_source

RECORD = "\t".join(
    [
        "AA0101",
        "1",
        "0",
        "0",
        "PS",
        "990201",
        "10:00:00",
        "10:00:08",
        "8",
        "10:00:08",
        "10:00:20",
        "12",
        "AGENT",
        "10:00:20",
        "10:01:20",
        "60",
        "MORIAH",
    ]
)


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


def client_of(site: Site) -> Client:
    client = Client()
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    return client


def test_a_new_code_is_made_once_with_its_code_as_name(site: Site) -> None:
    result = load_calls(site, make_calls(2, call_type="billing"))
    assert result.new_call_types == ["billing"]
    again = load_calls(site, make_calls(3, call_type="billing"), feed="calls:other")
    assert again.new_call_types == []
    assert [(kind.code, kind.name) for kind in site.call_types.all()] == [("billing", "billing")]


def test_calls_without_a_type_make_none(site: Site) -> None:
    assert load_calls(site, make_calls(1)).new_call_types == []
    assert not CallType.objects.exists()


def test_given_names_are_used_for_new_codes_and_leave_known_ones_alone(site: Site) -> None:
    CallType.objects.create(site=site, code="NW", name="Prospects")
    frame = make_calls(2).with_columns(call_type=make_calls(2)["switch_ref"].replace({"0": "NW", "1": "PS"}))
    names = {"NW": ("New customer", "新客户"), "PS": ("Regular activity", "一般业务")}
    replace_days(site, "calls:test", frame, actor=None, call_types=names)
    found = {kind.code: (kind.name, kind.name_zh) for kind in CallType.objects.filter(site=site)}
    assert found == {"NW": ("Prospects", ""), "PS": ("Regular activity", "一般业务")}


def test_the_bank_preset_names_its_types_in_both_languages(site: Site, tmp_path: Path) -> None:
    preset = CALL_PRESETS[ANONYMOUS_BANK]
    header = (
        "vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome"
        " ser_start ser_exit ser_time server"
    )
    text = "\t".join(header.split()) + f"\n{RECORD}\n"
    source = make_source(tmp_path / "calls.tsv", text, site, preset)
    with translation.override("zh-hans"):
        checked = get("telephony.calls").check(source)
    assert checked.error_count == 0, checked.errors
    assert checked.preview[0][checked.preview_header.index("类型")] == "一般业务"
    assert not CallType.objects.exists()
    get("telephony.calls").apply(source)
    kind = CallType.objects.get(site=site)
    assert (kind.code, kind.name, kind.name_zh) == ("PS", "Regular activity", "一般业务")
    assert Call.objects.get().call_type == "PS"


def test_a_line_may_hold_one_name_or_none() -> None:
    stated = {"call_type_names": ["A = Sales", "B=Service= 服务 ", "C"]}
    assert type_names(Mapping({}, stated)) == {"A": ("Sales", ""), "B": ("Service", "服务"), "C": ("C", "")}


def test_a_name_is_given_and_goes_on_record(site: Site) -> None:
    load_calls(site, make_calls(1, call_type="PS"))
    kind = CallType.objects.get()
    client = client_of(site)
    response = client.post(f"/telephony/call-types/{kind.pk}/", {"name": "Regular", "name_zh": "一般业务"})
    assert response.status_code == 302
    event = Event.objects.get(verb="telephony.call_type.named")
    assert event.before == {"name": "PS", "name_zh": ""}
    assert event.after == {"name": "Regular", "name_zh": "一般业务"}
    name_call_type(kind, actor=None, name="Regular", name_zh="一般业务")
    assert Event.objects.filter(verb="telephony.call_type.named").count() == 1


def test_only_who_may_import_names_a_type(site: Site) -> None:
    kind = CallType.objects.create(site=site, code="PS", name="PS")
    with pytest.raises(PermissionDenied):
        name_call_type(kind, actor=make_user(PostCode.SHIFT_LEADER, site=site), name="Regular")
    with pytest.raises(PermissionDenied):
        name_call_type(kind, actor=make_user(PostCode.DIRECTOR, site=make_site()), name="Regular")


def test_a_code_is_there_once_in_its_site(site: Site) -> None:
    CallType.objects.create(site=site, code="PS", name="PS")
    CallType.objects.create(site=make_site(), code="PS", name="PS")
    with pytest.raises(IntegrityError, match="call_type_code_is_unique_in_its_site"):
        CallType.objects.create(site=site, code="PS", name="another")


@pytest.mark.parametrize(("language", "name"), [("en", "Regular"), ("zh-hans", "一般业务")])
def test_list_filter_and_call_show_the_name_in_the_readers_language(
    site: Site, language: str, name: str
) -> None:
    load_calls(site, make_calls(1, call_type="PS"))
    CallType.objects.update(name="Regular", name_zh="一般业务")
    client = client_of(site)
    headers = {"accept-language": language}
    listed = client.get("/telephony/calls/?call_type=PS", headers=headers)
    assert name in [cell.value for cell in listed.context["rows"][0].cells]
    assert name in [chip.value for chip in listed.context["filters"].chips]
    assert f'<option value="PS" selected>{name}</option>' in listed.content.decode()
    detail = client.get(Call.objects.get().get_absolute_url(), headers=headers)
    assert f"<dd>{name}</dd>" in detail.content.decode()


def test_a_code_that_nobody_knows_is_an_empty_list_and_no_mistake(site: Site) -> None:
    load_calls(site, make_calls(1, call_type="PS"))
    response = client_of(site).get("/telephony/calls/?call_type=XX")
    assert (response.status_code, response.context["rows"]) == (200, [])
    assert not response.context["filters"].form.errors
