"""The rules of attendance, from the door to the decision.

Going in: `door`, `going`. The code: `check_in`, `digits`. A name in a report: `names`, `roster`, `matching`,
`suggesting`; its lines: `reports`. From evidence to a decision: `intervals`, `decision`, `versions`, `recounts`.
What people say: `marking`, `claims`. Beside it: `recaps`, `viewings`, `keeping`.
"""
