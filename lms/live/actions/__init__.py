"""Changes of live rooms: what people choose, what the jobs find out, what Zoom tells."""
