"""``python -m kilosol.cli``."""

import sys

from kilosol.cli.app import main

sys.exit(main())
