"""Day sums: the only things that are summed again. Modules, lower ones first: periods, models, differences, scan, rule
(the seconds counted with), services, selectors, tasks."""
