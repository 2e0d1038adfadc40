"""The month grid: people by days, edited like a sheet."""
