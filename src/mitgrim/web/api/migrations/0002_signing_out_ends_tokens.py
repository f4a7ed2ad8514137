"""Tokens end with the sessions of their owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="generation",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
