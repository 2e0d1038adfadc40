"""What may be stated beside the columns: typed, refused with a sentence, shown with the file's first value, kept."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports import mappings, options, registry, services
from callcenter.files.imports.models import SavedMapping
from callcenter.files.imports.options import Option, OptionKind
from callcenter.files.imports.registry import Mapping
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, State
from callcenter.objections import RuleViolation
from callcenter.people.models import Department
from tests.factories import make_user
from tests.files.conftest import ROWS, upload

WORDS = Option("words", "Words", OptionKind.PAIRS, (("answered", "接通"), ("abandoned", "放弃")))
DECLARED = (
    Option("feed", "Feed"),
    Option("order", "Order", OptionKind.CHOICE, (("iso", "ISO"), ("\t", "a tab"))),
    Option("none", "None", OptionKind.LIST),
    Option("constants.day", "Day", OptionKind.DATE),
    WORDS,
)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({}, {}),
        ({"option_feed": "  acd  "}, {"feed": "acd"}),
        ({"option_feed": "   "}, {}),
        ({"option_order": "\t"}, {"order": "\t"}),
        ({"option_none": "0:00:00\r\n\r\n -- \r\n"}, {"none": ["0:00:00", "--"]}),
        ({"option_constants_day": "2026-11-21"}, {"constants": {"day": "2026-11-21"}}),
        (
            {"option_words": "AGENT=接通\r\nHANG = abandoned"},
            {"words": {"AGENT": "answered", "HANG": "abandoned"}},
        ),
        ({"option_words": "a=b = 放弃"}, {"words": {"a=b": "abandoned"}}),
        ({"option_words": "AGENT＝接通"}, {"words": {"AGENT": "answered"}}),
    ],
)
def test_fields_become_typed_options_and_back(texts, found):
    assert options.stated(DECLARED, texts) == found
    assert options.objections(DECLARED, found) == []
    again = {option.name: option.as_text(found) for option in DECLARED}
    assert options.stated(DECLARED, again) == found


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"unknown": 1}, "files.option_unknown"),
        ({"constants": {"moon": "x"}}, "files.option_unknown"),
        ({"constants": "x"}, "files.option_unknown"),
        ({"feed": 7}, "files.option_kind"),
        ({"feed": ["x"]}, "files.option_kind"),
        ({"order": "backwards"}, "files.option_choice"),
        ({"none": "0:00:00"}, "files.option_kind"),
        ({"none": [1]}, "files.option_kind"),
        ({"constants": {"day": "yesterday"}}, "files.option_date"),
        ({"words": ["AGENT"]}, "files.option_kind"),
        ({"words": {"AGENT": "gone"}}, "files.option_pairs"),
        ({"words": {"AGENT": None}}, "files.option_pairs"),
    ],
)
def test_what_is_no_option_or_of_the_wrong_kind_is_refused_with_a_sentence(stated, code):
    found = options.objections(DECLARED, stated)
    assert [objection.code for objection in found] == [code]
    assert "%(" not in found[0].sentence


def test_every_mapping_that_comes_with_the_product_states_only_declared_options():
    for importer in registry.offered():
        assert str(importer.undo).endswith(".")
        for name, mapping in importer.presets().items():
            assert options.objections(importer.options, mapping.options) == [], (importer.kind, name)
            again = {option.name: option.as_text(mapping.options) for option in importer.options}
            assert options.stated(importer.options, again) == mapping.options, (importer.kind, name)


@pytest.mark.django_db
@pytest.mark.usefixtures("importer")
class TestOfAJob:
    @pytest.fixture
    def user(self):
        return make_user(PostCode.HR)

    @pytest.fixture
    def browser(self, user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def test_a_stated_option_is_used_and_kept_with_the_saved_mapping(self, browser, user):
        job = upload(user)
        posted = {"column_code": "code", "column_name": "name", "option_case": "upper", "save_as": "Capitals"}
        assert browser.post(reverse("files:mapping", args=[job.pk]), posted).status_code == 302
        assert SavedMapping.objects.get().options == {"case": "upper"}
        jobs.run(job.pk)
        services.apply_import(job, actor=user)
        jobs.run(job.pk)
        assert set(Department.objects.values_list("code", flat=True)) == {"SALES", "SERVICE", "QA"}
        other = upload(user)
        page = browser.get(reverse("files:mapping", args=[other.pk]), {"based_on": "saved:Capitals"})
        assert '<option value="upper" selected>' in page.content.decode()

    def test_the_first_value_is_shown_as_it_reads_and_nothing_is_stored(self, browser, user):
        job = upload(user)
        page = browser.get(reverse("files:mapping", args=[job.pk])).content.decode()
        assert "“sales” reads as sales." in page
        posted = {"column_code": "code", "option_case": "upper"}
        answer = browser.post(reverse("files:readings", args=[job.pk]), posted).content.decode()
        assert "“sales” reads as SALES." in answer
        assert 'hx-swap-oob="true"' in answer
        job.refresh_from_db()
        assert job.mapping["options"] == {}

    def test_a_wrong_option_is_said_on_the_same_page_and_what_was_typed_is_kept(self, browser, user):
        job = upload(user)
        posted = {
            "column_code": "code",
            "column_name": "name",
            "option_case": "middle",
            "option_sheet": "Mine",
        }
        response = browser.post(reverse("files:mapping", args=[job.pk]), posted)
        assert response.status_code == 422
        assert "is none of these: small, capital." in response.content.decode()
        assert 'value="Mine"' in response.content.decode()

    def test_another_delimiter_reads_other_columns(self, browser, user):
        job = upload(user, b"code,x;name\nsales,1;Sales\nqa,2;Quality\n")
        url = reverse("files:mapping", args=[job.pk])
        other = "," if "code" not in job.details["header"] else ";"
        response = browser.post(url, {"option_delimiter": other, "again": "1"})
        assert response.url == url
        job.refresh_from_db()
        assert len(job.details["header"]) == 2
        assert job.details["written_as"] == {"delimiter": other}
        assert Event.objects.about(job).filter(verb="files.import.read_again").exists()

    def test_an_encoding_that_the_file_is_not_in_is_refused_with_a_sentence(self, browser, user):
        job = upload(user, "code,name\nsales,销售\n".encode("gb18030"))
        url = reverse("files:mapping", args=[job.pk])
        posted = {"column_code": "code", "column_name": "name", "option_encoding": "utf-8", "again": "1"}
        response = browser.post(url, posted)
        assert response.status_code == 422
        assert "The file is not written in UTF-8" in response.content.decode()

    def test_a_mapping_that_is_read_otherwise_is_checked_against_the_columns_read_so(self, user):
        job = upload(user, b"code;name\nsales;Sales\n")
        refused = Mapping({"code": "code", "name": "name"}, {"delimiter": ","})
        with pytest.raises(RuleViolation) as caught:
            services.assign_columns(job, refused, actor=user)
        assert {o.code for o in caught.value.objections} == {"files.import_unknown_column"}

    def test_nobody_asks_how_the_file_of_somebody_else_reads(self, user):
        job = upload(user)
        stranger = Client()
        stranger.force_login(make_user(PostCode.HR))
        assert stranger.post(reverse("files:readings", args=[job.pk])).status_code == 404

    def test_programs_state_options_on_top_of_a_mapping(self, user, importer):
        def send(**given) -> Job:
            file = ContentFile(ROWS, "departments.csv")
            return services.send_import(
                importer.kind, file, site_id=user.employee.site_id, actor=user, **given
            )

        assert send(stated={"case": "upper"}).mapping["options"] == {"case": "upper"}
        for given, code in (
            ({"stated": {"case": "middle"}}, "files.option_choice"),
            ({"stated": {"moon": "full"}}, "files.option_unknown"),
            ({"mapping_name": "nobody's"}, "files.mapping_unknown"),
        ):
            with pytest.raises(RuleViolation) as caught:
                send(**given)
            assert [o.code for o in caught.value.objections] == [code]
        assert Job.objects.exclude(state=State.PENDING).count() == 0

    def test_a_mapping_is_found_with_or_without_its_kind(self, user, importer):
        site_id = user.employee.site_id
        assert mappings.named(importer.kind, site_id, "chinese") == importer.presets()["chinese"]
        assert mappings.named(importer.kind, site_id, "preset:chinese") == importer.presets()["chinese"]
