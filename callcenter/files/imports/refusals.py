"""Why an import is refused."""

from django.utils.translation import gettext_lazy as _

from callcenter.objections import define

define(
    {
        "files.import_unknown_kind": _("There is no import called “%(kind)s”."),
        "files.import_not_yours": _("Your posts do not include this import."),
        "files.import_needs_site": _("Choose a site first: this import belongs to one."),
        "files.import_ending": _(
            "“%(name)s” cannot be imported here. Send a file of these kinds: %(endings)s."
        ),
        "files.import_missing_columns": _("Choose a column for: %(targets)s."),
        "files.import_unknown_column": _(
            "The file has no column “%(column)s”, which was chosen for %(target)s."
        ),
        "files.import_column_twice": _(
            "The column “%(column)s” is chosen for more than one field: %(targets)s."
        ),
        "files.import_row_errors": _(
            "Nothing was imported: %(count)s rows have errors. Correct the file and send it again."
        ),
        "files.import_is_applied": _(
            "This file was applied on %(at)s by %(who)s; nothing has changed it since."
        ),
        "files.mapping_unknown": _("There is no mapping “%(name)s” here. There are: %(known)s."),
        "files.mapping_name": _("Give the assignment a name."),
    }
)
