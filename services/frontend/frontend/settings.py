from pathlib import Path

from pydantic import Field, HttpUrl

from service_defaults.settings import ServiceSettings

MEGABYTE = 1_000_000


class Settings(ServiceSettings):
    api_url: HttpUrl = Field(description="Address of the API: the gateway's internal listener.")
    shop_url: HttpUrl = Field(description="Public address of the shop, for canonical links.")
    cache_megabytes: int = Field(default=16, ge=1, description="Memory for pages made before, in MB.")
    keep_dir: Path | None = Field(
        default=None, description="Directory of this instance alone, for pages that outlive it; none without."
    )
    keep_megabytes: int = Field(default=64, ge=1, description="Disk for these pages, in MB.")

    @property
    def cache_bytes(self) -> int:
        return self.cache_megabytes * MEGABYTE

    @property
    def keep_bytes(self) -> int:
        return self.keep_megabytes * MEGABYTE
