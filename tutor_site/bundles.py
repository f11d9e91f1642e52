"""One file of many: what stands between `{% bundle 'css/all.css' %}` and `{% endbundle %}` in base.html.

Each file of its own would cost a visitor the headers of a request, half as many bytes again as what it holds.
"""

import re

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

PAGE = settings.BASE_DIR / "templates" / "base.html"
_BUNDLE = re.compile(r"{% bundle '([^']+)' %}(.*?){% endbundle %}", re.DOTALL)
_FILE = re.compile(r"{% static '([^']+)' %}")


def bundles():
    """{name of a bundle: the names of its files}"""
    return {name: _FILE.findall(files) for name, files in _BUNDLE.findall(PAGE.read_text(encoding="utf-8"))}


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Puts the bundles beside the gathered files; from there on they are files as all others."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name, files in bundles().items():
                self._write(name, files)
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def _write(self, name, files):
        with open(self.path(name), "wb") as bundle:
            for file in files:
                with self.open(file) as part:
                    bundle.write(part.read() + b"\n")
