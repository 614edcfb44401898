"""What was seen on the wire, exactly: records, the list they stand in, and two file formats."""

from helpers.trace import ndjson, pcapng
from helpers.trace.recorded import recorded
from helpers.trace.records import Arrival, Mark, Record, Release
from helpers.trace.trace import Trace

__all__ = ["Arrival", "Mark", "Record", "Release", "Trace", "ndjson", "pcapng", "recorded"]
