"""Reward/Penalty Notices (奖罚通知单): points only after the general manager."""
