"""What a result contract asks for, and how it is counted from a frozen snapshot."""
