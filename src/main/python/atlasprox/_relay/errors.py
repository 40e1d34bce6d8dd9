"""What a relay ends with where it does not reach its end."""


class RelayError(RuntimeError):
    """The relay has refused a file, or come to no end; the message says which side's, and what to do."""
