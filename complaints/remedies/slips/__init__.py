"""Product return slips (产品退货单): four copies, signed in their order (S2A-40 to S2A-42)."""
