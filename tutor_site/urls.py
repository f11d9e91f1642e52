"""All addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy

from tutor_site import health

admin.site.site_header = admin.site.site_title = gettext_lazy("Math tutor")
admin.site.login = secure_admin_login(admin.site.login)

handler400 = "tutor_site.errors.bad_request"
handler429 = "tutor_site.errors.too_many_requests"  # of allauth
handler500 = "tutor_site.errors.server_error"

urlpatterns = [
    path("", include("chat.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", include("tutor_site.administration")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    re_path(r"^v1(?=/|$)/?", include("assistants_api.urls")),
]
