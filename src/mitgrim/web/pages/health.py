"""What a supervisor asks: is the process alive, can it serve."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

UNREADY = 503


@never_cache
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return _told("ok")


@never_cache
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every table it should."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return _told("database does not answer", UNREADY)
    if waiting:
        return _told("migrations are not applied: run mitgrim db migrate", UNREADY)
    return _told("ok")


def _told(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
