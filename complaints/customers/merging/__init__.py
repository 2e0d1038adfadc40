"""Two records of one customer become one, and two again."""
