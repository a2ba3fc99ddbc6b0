"""Questions about accounts: sign-ins and throttles, one-time codes, second factors."""
