"""Sales discount certificates (销货折扣证明单): two copies, two signatures (S2A-39)."""
