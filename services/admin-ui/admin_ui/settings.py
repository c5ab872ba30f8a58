"""Decides what this service must be told before it starts."""

from pydantic import Field, SecretStr

from service_defaults.settings import ServiceSettings


class Settings(ServiceSettings):
    api_url: str = Field(description="Where the catalog's API answers: the gateway's internal listener")
    shop_url: str = Field(description="The shop's public address, for links to what customers see")
    session_secret: SecretStr = Field(
        min_length=32, description="Signs the session cookie; at least 32 random characters"
    )
    cookie_secure: bool = Field(description="Whether browsers may send the cookie over TLS only")
