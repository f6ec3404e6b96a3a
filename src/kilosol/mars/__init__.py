"""Mars as it is: clock, sun, dust, light, temperature, radiation, sites."""
