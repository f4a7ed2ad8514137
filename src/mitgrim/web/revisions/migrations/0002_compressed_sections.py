from typing import ClassVar

from django.db import migrations

import mitgrim.web.revisions.models


class Migration(migrations.Migration):
    """Sections are compressed as they are written; the column stays what it is."""

    dependencies: ClassVar = [("revisions", "0001_initial")]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="storedsection",
                    name="body",
                    field=mitgrim.web.revisions.models.CompressedField(),
                ),
            ]
        )
    ]
