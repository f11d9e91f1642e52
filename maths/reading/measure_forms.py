"""Empty for now."""

MEASURE_FORMS = ()
