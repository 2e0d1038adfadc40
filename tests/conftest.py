"""What every test shares. PostgreSQL and Redis are real: embedded ones unless DATABASE_URL and REDIS_URL are set."""
