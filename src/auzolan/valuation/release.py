"""The release of the code, which every published value names.

Reads nothing: whoever imports a room has loaded the package with its version before.
"""

from auzolan import __version__

CODE_VERSION = __version__
