"""Ships: payload, refuelling flights, entry, return propellant, flight histories."""
