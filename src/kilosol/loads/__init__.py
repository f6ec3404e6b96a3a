"""What must be powered: crew, life support, habitat, propellant plant, robots."""
