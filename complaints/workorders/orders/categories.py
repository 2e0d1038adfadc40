"""The categories of a site: added, renamed, put out of use."""

from django.db import transaction

from callcenter.access.permissions import Actor
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from complaints.workorders import permits
from complaints.workorders.orders.models import Category

FIRST = (
    ("account", "Account and card", "账户与银行卡"),
    ("billing", "Charges and bills", "费用与账单"),
    ("product", "Products and rates", "产品与利率"),
    ("delivery", "Delivery and logistics", "配送与物流"),
    ("system", "App and website", "手机应用与网站"),
    ("branch", "Branch and staff", "网点与人员"),
    ("other", "Other", "其他"),
)


@transaction.atomic
def add_category(site: Site, *, actor: Actor, code: str, name: str, name_zh: str) -> Category:
    """One more category of the site."""
    permits.require_arrange(actor, site)
    list(Site.objects.select_for_update(of=("self",)).filter(pk=site.pk))
    if Category.objects.filter(site=site, code=code).exists():
        raise RuleViolation(Objection("workorders.code_taken", field="code"))
    made = Category.objects.create(site=site, code=code, name=name.strip(), name_zh=name_zh.strip())
    audit.record(actor, "workorders.category.added", made, site_id=site.pk)
    return made


@transaction.atomic
def change_category(
    category: Category, *, actor: Actor, name: str, name_zh: str, is_active: bool
) -> Category:
    """Rename it, or put it out of use: orders that have it keep it."""
    category = Category.objects.select_for_update(of=("self",)).select_related("site").get(pk=category.pk)
    permits.require_arrange(actor, category.site)
    before = {"name": category.name, "name_zh": category.name_zh, "is_active": category.is_active}
    category.name, category.name_zh, category.is_active = name.strip(), name_zh.strip(), is_active
    category.save(update_fields=["name", "name_zh", "is_active"])
    after = {"name": category.name, "name_zh": category.name_zh, "is_active": category.is_active}
    audit.record(
        actor,
        "workorders.category.changed",
        category,
        before=before,
        after=after,
        site_id=category.site_id,
    )
    return category


@transaction.atomic
def make_first_categories(site: Site, *, actor: Actor = None) -> int:
    """What a site without categories begins with; how many were made."""
    if Category.objects.filter(site=site).exists():
        return 0
    for code, name, name_zh in FIRST:
        made = Category.objects.create(site=site, code=code, name=name, name_zh=name_zh)
        audit.record(actor, "workorders.category.added", made, site_id=site.pk)
    return len(FIRST)
