"""People in the administration."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User

admin.site.unregister(EmailAddress)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts and guests; the plan is set here and nowhere else."""

    list_display = ["username", "display_name", "plan", "is_guest", "is_staff", "last_login"]
    list_filter = ["plan", "is_guest", "is_staff", "is_superuser", "is_active"]
    search_fields = ["username", "display_name"]
    readonly_fields = ["last_login", "date_joined", "is_guest"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["display_name", "plan", "is_guest"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "display_name", "plan", "password1", "password2"]})]
