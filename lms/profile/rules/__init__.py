"""Rules about consents given later, questions asked later, and what the notice says is kept. Pure."""
