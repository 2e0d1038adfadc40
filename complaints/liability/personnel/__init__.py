"""Personnel Notices (人事公告单): proposed, approved, drawn up by HR, published."""
