"""What the two levels agree on: access, joint visits, the division of labour and its grey areas."""
