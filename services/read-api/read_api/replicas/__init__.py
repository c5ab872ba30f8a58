"""Reading the catalog from replicas, and only from them: which one, whether it may serve, what if not."""

from read_api.replicas.reader import Need, Replicas
from read_api.replicas.refusals import NoReplica, ReplicaBehind, RevisionLost, TooManyStreams
from read_api.replicas.snapshot import Snapshot
from read_api.replicas.stream import Stream

__all__ = [
    "Need",
    "NoReplica",
    "ReplicaBehind",
    "Replicas",
    "RevisionLost",
    "Snapshot",
    "Stream",
    "TooManyStreams",
]
