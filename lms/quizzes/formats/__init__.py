"""Files of questions in and out: GIFT, Aiken, Moodle XML and tables. Pure: bytes in, questions out, and back."""
