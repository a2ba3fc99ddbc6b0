"""Rules about accounts: passwords, tries and sign-ins, one-time codes, second factors. Pure."""
