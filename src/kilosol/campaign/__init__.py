"""The campaign: flights, learning, gates, first landing of people, growth of the city."""
