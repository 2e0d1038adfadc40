"""The order itself: taken, answered, told, confirmed, closed; its log and what was said to the customer."""
