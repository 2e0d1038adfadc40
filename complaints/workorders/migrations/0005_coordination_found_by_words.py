import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("workorders", "0004_words_of_what_stands")]

    operations = [
        migrations.AddField(
            model_name="coordinationrequest",
            name="search",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="coordinationrequest",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="coordination_words"),
        ),
    ]
