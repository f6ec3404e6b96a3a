"""Wrong input of every kind: each outcome is a plan, or an error that names its place."""
