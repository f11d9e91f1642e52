"""Files that students attach to their questions: received, checked by their content, counted, and passed on."""
