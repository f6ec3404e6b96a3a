"""The application as an object, as the directive of the command pages wants it."""

from kilosol.cli.app import build_app

app = build_app()
