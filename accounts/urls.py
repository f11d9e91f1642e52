"""Signing in and out, and the person's own page. Only those of allauth's pages that need no e-mail."""

from allauth.account import views as allauth_views
from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("profile/", views.profile, name="profile"),
    path("finished/", views.finished, name="finished"),
]
