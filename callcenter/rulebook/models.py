"""Dated values of rules, per site; a change is a new row and the database keeps the old ones as they were."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, rows
from callcenter.people.models import Site
from callcenter.rulebook import registry


class RuleValueQuerySet(models.QuerySet["RuleValue"]):
    def visible_to(self, user: Actor) -> "RuleValueQuerySet":
        """The company's values and those of the sites that the user's posts reach; none for those without a post."""
        reach = rows(user, "rulebook.value", own=Q(pk__in=[]), site="site_id")
        return self.filter(reach | Q(site=None) if may(user, Action.VIEW, "rulebook.value") else reach)

    def standing(self) -> "RuleValueQuerySet":
        """Those that count: neither withdrawn nor replaced."""
        return self.filter(withdrawn_at=None)


class RuleValue(models.Model):
    """From `effective_on` until the next row of the same rule and site, the rule has this value there.

    `site` None is every site without a value of its own. `value` NULL ends a value: from that day the site follows
    the company again, the company the default. Rows are never edited or deleted (a trigger refuses it); one that
    was withdrawn before it began, or replaced by another for the same day, says so itself.
    """

    key = models.CharField(_("rule"), max_length=100)
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    value = models.JSONField(_("value"), null=True)  # as rulebook.kinds stores it
    effective_on = models.DateField(_("effective from"))
    reason = models.TextField(_("reason"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set by")
    )  # null: the system itself
    set_at = models.DateTimeField(_("set at"), db_default=Now())
    is_backdated = models.BooleanField(_("set for past days"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("withdrawn by")
    )
    withdrawn_reason = models.TextField(_("reason of withdrawal"), blank=True)
    is_replaced = models.BooleanField(_("replaced"), default=False)  # withdrawn because another took its day

    objects = RuleValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule value")
        verbose_name_plural = _("rule values")
        ordering = ["key", "site", "effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "site", "effective_on"],
                name="rule_has_one_value_a_day_and_site",
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                violation_error_message=_("This rule already has a value from that day."),
            ),
            models.CheckConstraint(
                name="rule_value_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the rule changes."),
            ),
            models.CheckConstraint(
                name="rule_value_withdrawn_says_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="", is_replaced=False)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                violation_error_message=_("Say why the value is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("rulebook:rule", args=[self.key])

    @property
    def rule(self) -> registry.Rule:
        """The rule as its room declares it."""
        return registry.get(self.key)


class Version(models.Model):
    """One row, touched by a trigger with every change of RuleValue: says whether a cached rulebook is still right."""

    version = models.BigIntegerField()  # from a sequence, so a number that was rolled back never comes again

    class Meta:
        constraints = [
            models.CheckConstraint(name="rulebook_version_is_one_row", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(self.version)
