"""The process that reads one PDF: bytes come in, the words of its pages go out. It may use little and writes nothing."""

import json
import resource
import sys

MEMORY = 1 << 30
SECONDS = 20


def main() -> None:
    """Read a PDF from the standard input; more than its memory or its time ends this process, and nothing else."""
    from koprogo.adapters.pdf_words.document import Found, read_document

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found, pages = read_document(sys.stdin.buffer.read())
    except MemoryError:
        found, pages = Found.DAMAGED, []
    answer = {"found": found.value, "pages": pages}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
