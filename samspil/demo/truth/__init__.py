"""The true figures of an invented region, counted from its own records and never by the measures."""
