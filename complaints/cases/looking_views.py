"""The page of a complaint with its whole numbers on it, once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from callcenter.objections import RuleViolation
from callcenter.people.refusals import place
from complaints.cases.acting import REFUSED
from complaints.cases.finding import visible_case
from complaints.cases.looking import LOOKERS, may_reveal, reveal_contact
from complaints.cases.looking_form import LookForm
from complaints.cases.page import context_of
from complaints.cases.permits import require_for
from complaints.customers.looks.services import in_words


@login_required
@require_POST
def reveal(request: HttpRequest, reference: str) -> HttpResponse:
    """The complaint's page with the whole numbers on it; the look is kept, and no browser keeps the page."""
    case = visible_case(request.user, reference)
    require_for(may_reveal(request.user, case), request.user, case, LOOKERS)
    form, numbers, refusal = LookForm(request.POST, case=case), None, None
    if form.is_valid():
        data = form.cleaned_data
        try:
            numbers = reveal_contact(case, data["fields_shown"], reason=data["reason"], actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
    more = {"numbers": in_words(numbers) if numbers else None, "look_form": form, "refusal": refusal}
    answer = render(
        request,
        "cases/case_detail.html",
        context_of(request, case) | more,
        status=200 if numbers else REFUSED,
    )
    add_never_cache_headers(answer)
    return answer
