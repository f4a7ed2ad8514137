"""What a search looks through is made anew: it held the numbers that pages blot out."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_anew(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    from mitgrim.web.opinions.services import searched

    rows = apps.get_model("opinions", "Opinion").objects.exclude(letters="")
    for own in rows.only("text", "about_ko", "about_en", "body").iterator(500):
        own.letters = searched(own.text, own.about_ko, own.about_en, own.body)
        own.save(update_fields=["letters"])


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial")]
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
