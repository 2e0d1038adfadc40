"""Who may do what, and why: the matrix as a page, for print, and as a workbook."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from callcenter.access import exports, words
from callcenter.access.matrix import MATRIX, Action
from callcenter.access.permissions import may, require
from callcenter.access.posts import PostCode
from callcenter.access.subjects import subject_of
from callcenter.tabular import workbook


@login_required
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Subject by post; of one post or one subject with the reasons."""
    require(may(request.user, Action.VIEW, "access.matrix"))
    post = next((code for code in PostCode if code.value == request.GET.get("post")), None)
    subject = request.GET.get("subject", "") if request.GET.get("subject") in MATRIX else ""
    posts = [post] if post else list(PostCode)
    lines = words.lines(posts=posts, subject=subject)
    details = [
        {"line": line, "post": code, "grants": cell, "why": words.why(line.key, code)}
        for line in lines
        for code, cell in line.cells
        if cell
    ]
    context = {
        "lines": lines,
        "posts": posts,
        "details": details if post or subject else None,
        "post": post,
        "subject": subject,
        "all_posts": list(PostCode),
        "all_subjects": [(key, subject_of(key).label) for key in MATRIX],
    }
    return render(request, "access/matrix.html", context)


@login_required
@require_GET
def matrix_workbook(request: HttpRequest) -> FileResponse:
    """The whole matrix with its reasons as a workbook."""
    require(may(request.user, Action.VIEW, "access.matrix"))
    columns = [_("Subject"), _("Post"), _("May do"), _("Scope"), _("In use"), _("Why")]
    rows = [
        [
            str(line.subject.label),
            post.label,
            grant.actions_words,
            grant.scope_words,
            "" if line.is_planned else _("yes"),
            str(words.why(line.key, post)),
        ]
        for line in words.lines()
        for post, cell in line.cells
        for grant in cell
    ]
    sheet = workbook.Sheet(_("Permissions"), [workbook.Column(label) for label in columns], rows)
    definitions = [
        (_("own"), _("one’s own record or work")),
        (_("team"), _("the own team and those of the people who report directly")),
        (_("department"), _("the own department and those that a post is held for")),
        (_("site"), _("everything of the own site")),
        (_("all"), _("every site")),
    ]
    stream = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    workbook.write_workbook(stream, [sheet], definitions=definitions, title=_("Who may do what"))
    stream.seek(0)
    exports.taken(request, "access.matrix", len(rows))
    return FileResponse(stream, as_attachment=True, filename="permissions.xlsx", content_type=workbook.XLSX)
