"""The pages of workday."""
