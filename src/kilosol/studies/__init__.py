"""Studies: many plans, or one part of a plan in depth; all of them rest on the stages of `planning`."""
