"""Month sheets: open, closed with what they said, reopened with a reason; the workbook for human resources."""
