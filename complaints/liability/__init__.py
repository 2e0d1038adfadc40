"""Liability for complaints: judging, the monthly review, notices and Personnel Notices, in this order."""
