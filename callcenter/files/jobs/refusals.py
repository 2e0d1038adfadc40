"""Why a job is refused or failed."""

from django.utils.translation import gettext_lazy as _

from callcenter.objections import define

define(
    {
        "files.job_not_cancellable": _("This job has ended; there is nothing to cancel."),
        "files.job_state": _("This job has gone on since you opened the page (%(state)s). Look at it again."),
        "files.job_died": _(
            "The work was interrupted %(attempts)s times and was given up. Nothing was changed. Start it again."
        ),
        "files.command_died": _(
            "The command that ran this was stopped before it ended. Nothing was changed. Run it again."
        ),
        "files.job_broke": _(
            "An error in the program stopped this job. Nothing was changed. Tell your administrator the job number %(job)s."
        ),
        "files.job_not_allowed": _(
            "Nothing was done: the posts of who asked for this no longer include it when its turn came."
        ),
        "files.bulk_died": _(
            "The work was interrupted %(attempts)s times without getting on and was given up. What is listed here is done; "
            "the rest is as it was."
        ),
        "files.bulk_broke": _(
            "An error in the program stopped this job. What is listed here is done; the rest is as it was. "
            "Tell your administrator the job number %(job)s."
        ),
        "files.bulk_how_many": _(
            "Choose at least one row and at most %(most)s at a time; these are %(count)s."
        ),
        "files.bulk_not_allowed": _(
            "The job stopped: the posts of who asked for it no longer include this. What is listed here is done."
        ),
        "files.row_gone": _("It is no longer there or no longer open to you."),
        "files.row_not_allowed": _("Your posts do not include this act here."),
        "files.list_gone": _(
            "The list is no longer there or no longer open to you. Open it and export it again."
        ),
        "files.no_such_list": _("There is no page at %(page)s."),
        "files.file_gone": _("The file of this job is no longer kept. Send it again."),
    }
)
