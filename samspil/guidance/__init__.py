"""Guidance of one company or founder at a time: cases, contacts and referrals."""
