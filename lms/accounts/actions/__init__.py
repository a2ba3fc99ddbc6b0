"""Changes to accounts: sign-ins and passwords, one-time codes, second factors."""
