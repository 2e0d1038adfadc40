"""Who may open the pages of surveys and call their API."""

from typing import Any

from complaints.surveys.callbacks.models import Callback
from complaints.surveys.campaigns.models import Campaign
from complaints.surveys.ratings.models import Invitation, Response
from tests.complaints.surveys.factories import GOOD, make_callback, make_closed_case, make_invitation
from tests.web.permission_table import Line, World, posts

OTHERS = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer director center_manager "
    "deputy_gm sales_deputy_gm gm gm_office"
)
SEE = OTHERS | posts("agent")
ASK = posts(
    "group_leader shift_leader qa_trainer info_coordinator coordinator complaint_officer director center_manager"
)
SITE = OTHERS - posts("group_leader shift_leader")
CALL = ASK - posts("group_leader shift_leader")
RUN = posts("complaint_officer director center_manager")
SEES_SITE_ONLY = dict.fromkeys(SITE - CALL, 403)


def invitation(world: World) -> dict[str, Any]:
    """Asked about the world's agent."""
    if "invitation" not in world.extra:
        world.extra["invitation"] = make_invitation(world.agent)
    found: Invitation = world.extra["invitation"]
    return {"pk": found.pk}


def response(world: World) -> dict[str, Any]:
    """Answered about the world's agent."""
    if "response" not in world.extra:
        from complaints.surveys.ratings.services import answer

        world.extra["response"] = answer(make_invitation(world.agent, reference="call-9"), GOOD)
    found: Response = world.extra["response"]
    return {"pk": found.pk}


def callback(world: World) -> dict[str, Any]:
    """A callback of the site."""
    if "callback" not in world.extra:
        world.extra["callback"] = make_callback(make_closed_case(site=world.site))
    found: Callback = world.extra["callback"]
    return {"pk": found.pk}


def campaign(world: World) -> dict[str, Any]:
    """A campaign that is drawn up."""
    if "campaign" not in world.extra:
        today = world.site.today()
        world.extra["campaign"] = Campaign.objects.create(
            site=world.site, name="Spring", sources=["case"], first=today, last=today, sample_size=1, quota_days=30,
            seed=1, answers_until=today, language="en",
        )  # fmt: skip
    found: Campaign = world.extra["campaign"]
    return {"pk": found.pk}


def on_invitation(name: str, success: int) -> Line:
    return Line(
        f"surveys:{name}", invitation, method="post", allowed=ASK, success=success, otherwise=404,
        except_for=dict.fromkeys(OTHERS - ASK, 403),
    )  # fmt: skip


def on_callback(name: str, success: int = 422, **fields: Any) -> Line:
    return Line(
        f"surveys:callback-{name}",
        callback,
        method="post",
        allowed=SITE,
        success=success,
        otherwise=404,
        **fields,
    )


def over_api(name: str, success: int, method: str = "post", more: Any = None) -> Line:
    """Posts without a grant are refused, those whose grant does not reach it do not find it."""
    beyond = dict.fromkeys(SEE - SITE, 404) | (more or {})
    return Line(
        f"api:complaints-callbacks-{name}", callback, method=method, allowed=SITE, success=success, nobody=401,
        except_for=beyond,
    )  # fmt: skip


def on_campaign(name: str, success: int) -> Line:
    return Line(
        f"surveys:campaign-{name}", campaign, method="post", allowed=RUN, success=success, otherwise=404,
        except_for=dict.fromkeys(OTHERS - RUN, 403),
    )  # fmt: skip


LINES = [
    Line("surveys:index", allowed=OTHERS),
    Line("surveys:mine", allowed=SEE),
    Line("surveys:responses", allowed=OTHERS),
    Line("surveys:response", response, allowed=OTHERS, otherwise=404),
    Line("surveys:invitations", allowed=OTHERS),
    Line("surveys:invite", allowed=ASK),
    Line("surveys:invite", method="post", allowed=ASK, success=422),
    Line("surveys:invitation", invitation, allowed=OTHERS, otherwise=404),
    on_invitation("link", 200),
    Line(
        "surveys:take-down", invitation, method="post", allowed=OTHERS, success=422, otherwise=404,
    ),
    Line(
        "surveys:end", invitation, method="post", data={"act": "decline"}, allowed=ASK, success=302, otherwise=404,
        except_for=dict.fromkeys(OTHERS - ASK, 403),
    ),
    Line("surveys:callbacks", allowed=SEE),
    Line("surveys:callback", callback, allowed=SITE, otherwise=404),
    on_callback("fill"),
    on_callback("attempt"),
    on_callback("decline"),
    on_callback("give-up", except_for=SEES_SITE_ONLY),
    on_callback("reassign", except_for=dict.fromkeys(SITE - RUN, 403)),
    on_callback("decide"),
    Line("surveys:campaigns", allowed=OTHERS),
    Line("surveys:campaign-new", allowed=RUN),
    Line("surveys:campaign-new", method="post", allowed=RUN, success=422),
    Line("surveys:campaign", campaign, allowed=OTHERS, otherwise=404),
    on_campaign("start", 302),
    on_campaign("end", 422),
    on_campaign("stop-repeating", 422),
    Line("api:complaints-survey-responses-list", allowed=SEE, nobody=401),
    Line(
        "api:complaints-survey-responses-detail", response, allowed=OTHERS, nobody=401,
        except_for=dict.fromkeys(SEE - OTHERS, 404),
    ),
    Line("api:complaints-callbacks-list", allowed=SEE, nobody=401),
    over_api("detail", 200, "get"),
    over_api("attempt", 400),
    over_api("fill", 400),
    over_api("decline", 400),
    over_api("give-up", 409, more=SEES_SITE_ONLY),
]  # fmt: skip
OPEN = {
    "surveys:answer": "the customer’s own page: its address is a secret of 256 bits, tested in test_pages.py"
}
