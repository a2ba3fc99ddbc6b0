"""What is decided about live rooms, without looking: states, timetables, limits, webhooks, reports."""
