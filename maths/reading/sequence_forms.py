"""Empty for now."""

SEQUENCE_FORMS = ()
