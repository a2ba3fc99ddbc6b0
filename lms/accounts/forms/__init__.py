"""What a person may type about their account."""
