"""Referrals (henvisninger): from the one tick to the handed-over company and its outcome."""
