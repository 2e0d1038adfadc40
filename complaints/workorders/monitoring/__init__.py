"""What is stuck, what the week brought, what needs a closer look (S2F-5, S2F-13, S1-25 to 27)."""
