"""Quality: how calls are scored. Rooms, lower ones first: conduct, scorecards, evaluations, kpis, assessments, training."""
