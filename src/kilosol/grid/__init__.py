"""The assembled microgrid: dispatch, outages, adequacy, sizing."""
