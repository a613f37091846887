"""What users and firms answered: user evaluations and awareness surveys."""
