"""The twenty roles with plain titles, so that somebody can be hired in a fresh installation. The company retitles them."""

from django.db import migrations

TITLES = [
    ("agent", "Agent", "坐席代表", 10),
    ("group_leader", "Group leader", "小组长", 30),
    ("shift_leader", "Shift leader", "值班长", 40),
    ("qa_trainer", "QA and training", "质检培训岗", 35),
    ("info_coordinator", "Information coordinator", "信息协调岗", 35),
    ("coordinator", "Coordination officer", "协调专员", 30),
    ("complaint_officer", "Complaint officer", "投诉受理员", 30),
    ("director", "Director", "主任", 70),
    ("deputy_director", "Deputy director", "副主任", 60),
    ("center_manager", "Center manager", "客服中心经理", 80),
    ("dept_handler", "Department handler", "部门经办人", 20),
    ("sales_deputy_gm", "Deputy GM sales", "销售副总经理", 90),
    ("deputy_gm", "Deputy GM in charge", "分管副总经理", 90),
    ("gm", "General manager", "总经理", 100),
    ("gm_office", "GM office", "总经理办公室", 75),
    ("hr", "Human resources", "人力资源部", 50),
    ("project_manager", "Project manager", "项目经理", 50),
    ("market_manager", "Market manager", "市场部经理", 65),
    ("info_admin", "Customer-data officer", "客户信息专员", 30),
    ("sysadmin", "System administrator", "系统管理员", 50),
]


def add_titles(apps, schema_editor):
    Post = apps.get_model("people", "Post")
    for code, name, name_zh, rank in TITLES:
        Post.objects.get_or_create(code=code, defaults={"name": name, "name_zh": name_zh, "rank": rank})


class Migration(migrations.Migration):
    dependencies = [("people", "0002_history_has_real_periods")]
    operations = [migrations.RunPython(add_titles, migrations.RunPython.noop)]
