"""Storage: batteries, regenerative fuel cells, propellant kept as reserve."""
