"""What every act of the pages does: offered or not, its form, the service, and the same page again where it is refused."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from callcenter.objections import RuleViolation
from callcenter.people.refusals import place, posted
from complaints.cases.acts import Act
from complaints.cases.dossier import Case
from complaints.cases.permits import require_for

REFUSED = 422


def perform(
    request: HttpRequest, case: Case, act: Act, subject: Any = None, *, anchor: str = ""
) -> HttpResponse:
    """Show the form of the act (GET), or do it (POST): then to the complaint, or the form again with why not."""
    subject = case if subject is None else subject
    require_for(act.may(request.user, subject), request.user, case, act.who)
    form = act.form(
        posted(request), case=case, actor=request.user, subject=subject, auto_id=f"id_{act.key}_%s"
    )
    refusal = None
    if form.is_bound and form.is_valid():
        try:
            act.run(subject, actor=request.user, **form.facts())
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, str(act.done))
            case.refresh_from_db(fields=["number"])
            return redirect(f"{case.get_absolute_url()}{anchor}")
    status = REFUSED if form.is_bound else 200
    context = {"case": case, "act": act, "form": form, "refusal": refusal, "anchor": anchor}
    return render(request, "cases/act.html", context | {"subject": subject}, status=status)
