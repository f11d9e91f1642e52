"""The page of the administration that tells how the installation is doing."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutor_site.status import parts

PERMISSION = "chat.view_run"


@require_safe
def status(request):
    """How the interpreter, the database and the rest are doing; for staff who may see that there are runs."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Status"), "parts": parts()}
    return TemplateResponse(request, "admin/status.html", context)


urlpatterns = [path("status/", admin.site.admin_view(status), name="status")]
