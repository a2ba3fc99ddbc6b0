"""Changes: requests, erasing, keeping time."""
