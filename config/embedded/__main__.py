"""``python -m config.embedded remove``: start over. Stops servers left behind by killed processes as well."""

import sys

from config import embedded

if sys.argv[1:] != ["remove"]:
    sys.exit("usage: python -m config.embedded remove")
try:
    embedded.remove()
except embedded.EmbeddedError as error:
    sys.exit(f"{error}")
