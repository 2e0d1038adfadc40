"""The staff list as a workbook: out, and in again."""
