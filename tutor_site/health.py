"""Two answers for whoever watches the server: it is alive, and it can work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(request):
    """The process answers. Asks nothing of anything else."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request):
    """The database answers and is migrated; 503 with the reason when not."""
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        return JsonResponse({"status": "unavailable", "database": type(error).__name__}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "migrations": pending}, status=503)
    return JsonResponse({"status": "ok"})


def pending_migrations():
    """How many migrations the database lacks. DatabaseError."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
