"""Questions answered by known formulas, one after the other: each is a recipe, a row in one of the tables here."""
