"""E0012 and e0012 are one person, as their log-in is one."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("people", "0003_posts_have_titles")]

    operations = [
        migrations.AddConstraint(
            model_name="employee",
            constraint=models.UniqueConstraint(
                Lower("number"),
                name="employee_number_is_unique_in_any_letter_case",
                violation_error_message="There is already an employee with this number.",
            ),
        ),
    ]
