"""Duty logs of shifts and the monthly reports made of them."""
