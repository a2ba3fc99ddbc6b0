"""What a person may ask of their own data: see, correct, take along, withdraw, delete; and what goes by itself.

Words: a *request* is what a person asked, with dates by which it must be acknowledged and done (Law 91/2025/QH15,
Decree 356/2025/NĐ-CP); an *erasure* leaves a nameless row that keeps the counts.
"""
