"""What a route takes and answers, declared beside it: enforced where it can be, and made OpenAPI of."""

from api_contract.contracts import contract
from api_contract.queries import invalid_parameters
from api_contract.terms import Body, Header, Reply, Terms

__all__ = ["Body", "Header", "Reply", "Terms", "contract", "invalid_parameters"]
