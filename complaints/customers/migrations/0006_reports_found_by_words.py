import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_looks_at_complaints")]

    operations = [
        migrations.AddField(
            model_name="contactreport",
            name="search",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="contactreport",
            index=models.Index(fields=["-happened_at", "-id"], name="contact_reports_list"),
        ),
        migrations.AddIndex(
            model_name="contactreport",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="contact_report_words"),
        ),
    ]
