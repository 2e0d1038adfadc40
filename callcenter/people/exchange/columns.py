"""The columns of the staff list: the same in the export, the template and the import."""

from django.utils.translation import gettext_lazy as _

from callcenter.files.imports.options import WRITTEN_AS, Option, OptionKind
from callcenter.files.imports.registry import Target

# key, label, required for somebody new, what it means, an example
COLUMNS = (
    Target("number", _("Employee number"), True, _("Identifies the person; new numbers are hired."), "E1001"),
    Target("name", _("Name"), True, _("The name in Latin script, or the only one."), "Li Na"),
    Target("name_zh", _("Chinese name"), False, _("Where it differs."), "李娜"),
    Target(
        "site", _("Site"), False, _("Code or name in either language; needed for new people."), "shanghai"
    ),
    Target(
        "department",
        _("Department"),
        False,
        _("Code or name; needed for deputy directors and where a team’s name is used twice."),
        "customer-service",
    ),
    Target("team", _("Team"), False, _("Code or name. Empty: stays as it is."), "team-1"),
    Target("post", _("Post"), False, _("Role, code or title; needed for new people."), "agent"),
    Target("job_type", _("Job type"), False, _("inbound, outbound, blended or back office."), "inbound"),
    Target("skill_level", _("Skill level"), False, _("1 to 5."), "1"),
    Target("grade", _("Grade"), False, _("Your own grades."), "C1"),
    Target(
        "hired_on",
        _("Hired on"),
        False,
        _(
            "Needed for new people. A day after the leave date hires somebody again; then the post is needed too."
        ),
        "2026-11-21",
    ),
    Target("left_on", _("Left on"), False, _("The first day no longer employed. Empty: stays as it is."), ""),
    Target(
        "superior",
        _("Superior’s number"),
        False,
        _("May stand later in the same file. Empty: stays as it is."),
        "E1000",
    ),
    Target("email", _("E-mail"), False, _("Empty: stays as it is."), "li.na@example.com"),
    Target("phone", _("Phone"), False, _("Empty: stays as it is."), "+86 21 5555 0101"),
    Target(
        "effective_from",
        _("Effective from"),
        False,
        _("From which day a new team, superior or post holds; empty: the day of the import."),
        "",
    ),
)
OPTIONS = (
    Option(
        "effective_from",
        _("Effective from"),
        OptionKind.DATE,
        default=_("the day of the import"),
        help=_("For rows that do not say it: from when a new team, superior or post holds."),
    ),
    Option(
        "date_order",
        _("Days that do not begin with the year"),
        OptionKind.CHOICE,
        (
            ("day_first", _("21/11/2026: day before month")),
            ("month_first", _("11/21/2026: month before day")),
        ),
        default=_("are refused"),
    ),
    *WRITTEN_AS,
)
KEYS = tuple(column.key for column in COLUMNS)

# Other headings that staff lists use, folded to lower case.
SYNONYMS = {
    "number": ("employee number", "number", "employee no", "employee id", "工号", "员工编号", "员工工号"),
    "name": ("name", "姓名", "employee name"),
    "name_zh": ("chinese name", "name_zh", "中文名", "中文姓名"),
    "site": ("site", "center", "职场", "站点", "中心"),
    "department": ("department", "dept", "部门"),
    "team": ("team", "group", "班组", "小组"),
    "post": ("post", "position", "role", "岗位", "职位"),
    "job_type": ("job type", "job_type", "工作类型", "业务类型"),
    "skill_level": ("skill level", "skill_level", "skill", "技能等级", "技能级别"),
    "grade": ("grade", "级别", "职级"),
    "hired_on": ("hired on", "hired_on", "hire date", "start date", "入职日期"),
    "left_on": ("left on", "left_on", "leave date", "end date", "离职日期"),
    "superior": (
        "superior’s number",
        "superior's number",
        "superior",
        "superior number",
        "上级工号",
        "直接上级工号",
    ),
    "email": ("e-mail", "email", "mail", "邮箱", "电子邮箱", "电子邮件"),
    "phone": ("phone", "telephone", "mobile", "电话", "手机", "联系电话"),
    "effective_from": ("effective from", "effective_from", "effective date", "生效日期"),
}


def guess(header: list[str]) -> dict[str, str]:
    """Which heading feeds which field, by the label in the active language or a common word."""
    folded = {heading.strip().casefold(): heading for heading in reversed(header)}
    found = {}
    for column in COLUMNS:
        for word in (str(column.label).casefold(), *SYNONYMS[column.key]):
            if word in folded:
                found[column.key] = folded[word]
                break
    return found
