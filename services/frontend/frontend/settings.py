from pydantic import Field, HttpUrl

from service_defaults.settings import ServiceSettings


class Settings(ServiceSettings):
    api_url: HttpUrl = Field(description="Address of the API: the gateway's internal listener.")
    shop_url: HttpUrl = Field(description="Public address of the shop, for canonical links.")
