"""An issue as a book: EPUB 3.3 (https://www.w3.org/TR/epub-33/), with what older readers need.

The files are templates and the container is Python's own `zipfile`: the kept library for this,
EbookLib, is under the AGPL.
"""
