"""Transfer tickets and feedback slips: what departments are asked, what they answer, who was chased."""
