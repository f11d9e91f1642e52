"""The product with a trap door: a process of it dies, or stops, at a named point, when a test has asked for that."""
