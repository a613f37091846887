"""E-mail that the system writes to its users and to others: kept as rows, sent by the tick."""
