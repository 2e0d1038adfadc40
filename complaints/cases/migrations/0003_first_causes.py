"""The causes that a center starts with; those it has already stay as they are."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GOODS = ["order_no", "lot_no", "shipped_on", "defective_quantity"]
FIRST = (
    ("defect", "quality", "Defect of the product", "产品质量缺陷", GOODS),
    ("mismatch", "quality", "Not as specified", "与规格不符", GOODS),
    ("transport", "handling", "Damage in transport", "运输损坏", GOODS),
    ("handling", "handling", "Damage in handling", "搬运损坏", GOODS),
    ("late-delivery", "handling", "Late delivery", "交货延误", ["order_no", "shipped_on"]),
    ("attitude", "service", "Attitude", "服务态度", []),
    ("wrong-information", "service", "Wrong information", "信息错误", []),
    ("delay", "service", "Delay of service", "服务延误", []),
    ("billing", "service", "Billing", "计费问题", ["policy_no"]),
    ("process", "service", "Process", "流程问题", []),
    ("system", "service", "System", "系统问题", []),
    ("other", "service", "Other", "其他", []),
)


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """By code, so that a second run adds nothing."""
    cause_class = apps.get_model("cases", "CauseClass")
    for code, family, name, name_zh, needs in FIRST:
        cause_class.objects.get_or_create(
            code=code, defaults={"family": family, "name": name, "name_zh": name_zh, "needs": needs}
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_log_is_append_only")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
