"""Mails that advisers forward to an address of their own, so that they stand with the company."""
