"""The app: edit a scenario, run it, watch it, read the plan, compare runs; one machine, no network."""
