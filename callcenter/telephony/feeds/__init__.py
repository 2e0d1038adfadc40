"""Switch exports read into frames of facts. Modules, lower ones first: moments, check, table, presets, calls, intervals, queue_log, importers."""
