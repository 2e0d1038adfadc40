"""The sentences of the objections of this room, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "workorders.wrong_state": _("%(number)s is “%(state)s”: “%(step)s” is not possible now."),
    "workorders.content_needed": _("Write down what the customer asks."),
    "workorders.other_site": _("That belongs to another site."),
    "workorders.no_employee": _("Work orders are taken by employees: this log-in belongs to none."),
    "workorders.received_ahead": _("An order is received now or was received before."),
    "workorders.promise_needed": _(
        "Tell the customer when we reply, and write it down; or answer on the spot."
    ),
    "workorders.promise_in_the_past": _("The promised reply, %(at)s, is over already."),
    "workorders.contact_way_needed": _(
        "Choose the customer, or write a phone number or an e-mail address down."
    ),
    "workorders.answer_needed": _("Write down what the customer was told."),
    "workorders.problem_needed": _("Describe the customer’s problem."),
    "workorders.reason_needed": _("Say why."),
    "workorders.required_by_needed": _("Say by when the department has to be done."),
    "workorders.required_in_the_past": _("The required completion, %(at)s, is over already."),
    "workorders.handler_needed": _("Who receives a ticket names a handler."),
    "workorders.handler_not_there": _("%(name)s does not handle tickets for %(department)s."),
    "workorders.handler_is_owner": _("%(name)s took this order: somebody else handles it."),
    "workorders.contact_needed": _("First talk with who took the order, and write it down."),
    "workorders.clarified_needed": _("Write down what was clarified."),
    "workorders.waits_needed": _("Say what is waited for."),
    "workorders.handling_needed": _("Say how it was handled."),
    "workorders.result_needed": _("Say what the result is."),
    "workorders.satisfaction_needed": _("Say whether the customer is satisfied, as far as you know."),
    "workorders.why_unsatisfied_needed": _("Say what the customer is not satisfied with."),
    "workorders.not_informed": _("The customer has not been informed yet."),
    "workorders.not_satisfied": _("The customer has not said yet that they are satisfied."),
    "workorders.no_department_yet": _("No department has handled it yet: transfer it."),
    "workorders.too_early_to_settle": _(
        "The customer was not satisfied %(loops)s times so far: it may be ended so from %(from)s on."
    ),
    "workorders.last_resort": _("The coordination department finds who handles it and does not return it."),
    "workorders.no_coordination_department": _(
        "It has been returned as often as allowed, and this site has no coordination department: name its code in the rulebook."
    ),
    "workorders.received_already": _("%(number)s has been received already, by %(by)s."),
    "workorders.nothing_open": _("%(number)s is at no department."),
    "workorders.is_over": _("%(number)s is over and read-only."),
    "workorders.no_owner_there": _("%(name)s does not work at this site today."),
    "workorders.case_took_it": _("This complaint is a work order already: %(number)s."),
    "workorders.case_not_redirected": _("Only a complaint that was passed on becomes a work order."),
    "workorders.situation_needed": _("Describe the situation."),
    "workorders.purpose_needed": _("Say what the coordination is for."),
    "workorders.coordination_over": _("%(number)s is over: %(state)s."),
    "workorders.minutes_needed": _("There are no minutes of a meeting or of another way yet."),
    "workorders.minutes_incomplete": _(
        "Minutes say who took part, the discussion, the consensus, the arrangements."
    ),
    "workorders.met_ahead": _("Minutes are of what has been held."),
    "workorders.plan_needed": _("There is no plan yet: which department does what by when."),
    "workorders.plan_open": _("Tasks of the plan that are not done: %(count)s."),
    "workorders.acceptance_needed": _("Write down the result of the acceptance."),
    "workorders.evaluation_needed": _("Write down the evaluation."),
    "workorders.lessons_needed": _("Write down the lessons learned."),
    "workorders.recoordinate": _(
        "The task was due %(due_on)s: coordinate anew first, with minutes, then give it another day."
    ),
    "workorders.task_needed": _("Say what the department does."),
    "workorders.due_in_the_past": _("A task is due today or later."),
    "workorders.task_done": _("This task is done."),
    "workorders.code_taken": _("This site already has a category with this code."),
}
