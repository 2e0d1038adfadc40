"""Tables in files: reading text and Excel, writing Excel and CSV. No models.

Modules, lower ones first: refusals, limits, cells, content, encodings, text, excel (excel_child), reading, workbook, delimited.
"""
