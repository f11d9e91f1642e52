"""Empty for now."""

STATISTICS_FORMS = ()
