"""The bridge to the measure core: a snapshot of the database, a run, and the members behind a figure."""
