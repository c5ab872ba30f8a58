"""The state of the replicas on the wire."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from read_api.replicas.rotation import State

_LAG = {"description": "Seconds since the last change it has replayed; 0 when it has all there is."}


class ReplicaStatus(Schema):
    """One PostgreSQL node as this process last saw it."""

    name = fields.String(required=True, metadata={"description": "host:port"})
    state = fields.String(required=True, validate=OneOf([state.value for state in State]))
    revision = fields.Integer(required=True, allow_none=True)
    token = fields.String(required=True, allow_none=True)
    lag_seconds = fields.Float(required=True, allow_none=True, metadata=_LAG)


class Status(Schema):
    """The replica that answered, and all nodes as this process last saw them."""

    served_by = fields.String(
        required=True, metadata={"description": "host:port of the replica that answered."}
    )
    revision = fields.Integer(required=True)
    token = fields.String(required=True, metadata={"description": "For `Catalog-Min-Revision`."})
    lag_seconds = fields.Float(required=True, allow_none=True, metadata=_LAG)
    replicas = fields.List(fields.Nested(ReplicaStatus), required=True)
    build = fields.String(required=True)
