"""The form of the profile."""

from django import forms

from accounts.models import User


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves. The plan is shown, never taken from the form."""

    class Meta:
        model = User
        fields = ["display_name", "language", "theme", "text_size", "motion"]
