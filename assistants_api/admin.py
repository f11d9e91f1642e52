"""The server's rows in the administration: keys can be revoked, everything else is for reading."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assistants_api.models import ApiKey, Assistant, File, Message, Run, RunStep, Thread


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Keys are made by `manage.py create_api_key`, which alone can show one. The chat's own key is not revoked."""

    list_display = ["name", "prefix", "project", "created_at", "last_used_at", "revoked_at"]
    list_filter = ["project"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke the selected keys"))
    def revoke(self, request, queryset):
        count = queryset.filter(revoked_at=None, of_chat=False).update(revoked_at=timezone.now())
        self.message_user(request, _("%(count)d keys revoked.") % {"count": count})


@admin.register(Assistant)
class AssistantAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "name", "model", "project", "created_at"]
    list_filter = ["project", "model"]
    search_fields = ["public_id", "name"]


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "project", "created_at"]
    list_filter = ["project"]
    search_fields = ["public_id"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "thread_id", "role", "run_id", "status", "created_at"]
    list_filter = ["role", "status"]
    search_fields = ["public_id", "thread__public_id", "run__public_id"]


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "thread_id", "status", "model", "error_code", "created_at"]
    list_filter = ["status", "model"]
    search_fields = ["public_id", "thread__public_id"]


@admin.register(RunStep)
class RunStepAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "run_id", "type", "status", "created_at"]
    list_filter = ["type", "status"]
    search_fields = ["public_id", "run__public_id"]


@admin.register(File)
class FileAdmin(ReadOnlyAdmin):
    list_display = ["public_id", "filename", "purpose", "size", "project", "created_at", "expires_at"]
    list_filter = ["purpose", "project"]
    search_fields = ["public_id", "filename"]
