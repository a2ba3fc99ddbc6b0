"""What hypothesis may hand to the rules of quizzes."""

from hypothesis import strategies as st

#: Any JSON, as a phone that lies might send it.
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
