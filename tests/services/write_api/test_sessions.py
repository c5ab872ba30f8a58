import jwt
import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from service_defaults.bearer import BearerTokens
from tests.postgres import Postgres
from tests.services.write_api.client import Client, Document, mug, pointers, slug_of
from tests.services.write_api.history import History

EMAIL, PASSWORD, OTHER_PASSWORD = "Owner@example.com", "correct horse battery", "another horse altogether"

EXPIRE_OLDEST = text("""
    update catalog.session set expires_at = now()
     where id = (select id from catalog.session order by created_at limit 1)
""")


@pytest.fixture
def nobody(app: Flask) -> Client:
    """A client without a token, in a shop with an owner."""
    made = app.test_cli_runner().invoke(args=["first-owner", "--email", EMAIL, "--password", PASSWORD])
    assert (made.exit_code, made.output) == (0, "")
    return Client(app)


def log_in(client: Client, password: str = PASSWORD, email: str = EMAIL) -> TestResponse:
    return client.send("POST", "/v1/sessions", {"email": email, "password": password})


def refresh(client: Client, state: Document) -> TestResponse:
    return client.send("POST", "/v1/sessions/refresh", {"refresh_token": state["refresh_token"]})


def bearer(state: Document) -> dict[str, str]:
    return {"Authorization": f"Bearer {state['access_token']}"}


def test_who_logs_in_can_write(nobody: Client) -> None:
    answer = log_in(nobody)

    state = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert (state["token_type"], state["expires_in"], state["password_change_required"]) == (
        "Bearer",
        600,
        False,
    )
    assert (state["account"]["email"], state["account"]["role"]) == (EMAIL, "owner")
    assert nobody.send("POST", "/v1/products", mug(), headers=bearer(state)).status_code == 201


def test_the_address_is_compared_without_case(nobody: Client) -> None:
    assert log_in(nobody, email=EMAIL.upper()).status_code == 201


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("who@example.com", PASSWORD), ("", "")])
def test_a_wrong_address_and_a_wrong_password_are_told_alike(
    nobody: Client, email: str, password: str
) -> None:
    answer = log_in(nobody, password, email)

    assert (answer.status_code, slug_of(answer)) == (401, "unauthorized")
    assert answer.get_json()["detail"] == "The e-mail address or the password is wrong."
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "body", [{"email": "\u0000", "password": PASSWORD}, {"email": EMAIL}, {"password": 7}]
)
def test_credentials_that_cannot_be_any_are_a_422(nobody: Client, body: Document) -> None:
    assert nobody.send("POST", "/v1/sessions", body).status_code == 422


def test_an_access_token_says_who_may_what_for_ten_minutes(app: Flask, nobody: Client) -> None:
    state = log_in(nobody).get_json()

    header = jwt.get_unverified_header(state["access_token"])
    claims = jwt.decode(state["access_token"], options={"verify_signature": False})
    assert (header["alg"], header["kid"]) == ("EdDSA", app.extensions["signing_key"].kid)
    assert (claims["iss"], claims["sub"], claims["role"]) == ("mstore", state["account"]["id"], "owner")
    assert claims["scope"] == (
        "catalog:read catalog:write accounts:read accounts:write account account:manage"
    )
    assert claims["exp"] - claims["iat"] == 600


def test_a_refresh_token_is_exchanged_for_the_next(nobody: Client) -> None:
    first = log_in(nobody).get_json()

    second = refresh(nobody, first)

    assert second.status_code == 201
    assert second.get_json()["refresh_token"] != first["refresh_token"]
    assert refresh(nobody, second.get_json()).status_code == 201


def test_a_refresh_token_used_twice_ends_its_session_and_no_other(nobody: Client) -> None:
    stolen, other = log_in(nobody).get_json(), log_in(nobody).get_json()
    rotated = refresh(nobody, stolen).get_json()

    answer = refresh(nobody, stolen)

    assert (answer.status_code, slug_of(answer)) == (401, "unauthorized")
    assert refresh(nobody, rotated).status_code == 401
    assert refresh(nobody, other).status_code == 201


def test_who_logs_out_cannot_go_on(nobody: Client) -> None:
    state = log_in(nobody).get_json()

    answer = nobody.send("DELETE", "/v1/sessions", {"refresh_token": state["refresh_token"]})

    assert (answer.status_code, answer.data) == (204, b"")
    assert refresh(nobody, state).status_code == 401


def test_a_session_ends_after_its_time_and_with_its_account(nobody: Client, catalog: Postgres) -> None:
    first, second = log_in(nobody).get_json(), log_in(nobody).get_json()
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(EXPIRE_OLDEST)
    assert refresh(nobody, first).status_code == 401

    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(text("update catalog.account set disabled_at = now()"))
    assert refresh(nobody, second).status_code == 401
    assert log_in(nobody).status_code == 401


def test_expired_tokens_are_forgotten_at_the_next_login(nobody: Client, catalog: Postgres) -> None:
    log_in(nobody)
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(EXPIRE_OLDEST)

    log_in(nobody)

    assert History(catalog).count("session") == 1


def test_tokens_and_passwords_are_kept_as_hashes(nobody: Client, history: History) -> None:
    state = log_in(nobody).get_json()

    (account,) = history.rows("select * from catalog.account")
    (session,) = history.rows("select * from catalog.session")
    assert account["password_hash"].startswith("$argon2id$")
    assert PASSWORD not in str(account)
    assert len(bytes(session["token_hash"])) == 32
    assert state["refresh_token"] not in str(session)


def test_a_hash_of_other_parameters_is_renewed_at_the_next_login(nobody: Client, catalog: Postgres) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(text("update catalog.account set password_hash = :weak"), {"weak": weak})

    assert log_in(nobody).status_code == 201

    kept = History(catalog).rows("select password_hash from catalog.account")[0]["password_hash"]
    assert "m=19456,t=2,p=1" in kept


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(app: Flask) -> None:
    nobody = Client(app)
    made = app.test_cli_runner().invoke(args=["first-owner", "--email", EMAIL])
    one_time = app.json.loads(made.output)["one_time_password"]
    state = log_in(nobody, one_time).get_json()
    refused = nobody.send("POST", "/v1/products", mug(), headers=bearer(state))

    chosen = _choose(nobody, state, one_time, OTHER_PASSWORD)

    assert state["password_change_required"] is True
    assert (refused.status_code, slug_of(refused)) == (403, "forbidden")
    assert chosen.status_code == 204
    renewed = refresh(nobody, state).get_json()
    assert renewed["password_change_required"] is False
    assert nobody.send("POST", "/v1/products", mug(), headers=bearer(renewed)).status_code == 201
    assert log_in(nobody, one_time).status_code == 401
    assert log_in(nobody, OTHER_PASSWORD).status_code == 201


def test_another_password_ends_the_other_sessions(nobody: Client) -> None:
    here, elsewhere = log_in(nobody).get_json(), log_in(nobody).get_json()

    _choose(nobody, here, PASSWORD, OTHER_PASSWORD)

    assert refresh(nobody, elsewhere).status_code == 401
    assert refresh(nobody, here).status_code == 201


@pytest.mark.parametrize(
    ("current", "new", "pointer"),
    [
        ("wrong", OTHER_PASSWORD, "/current_password"),
        (PASSWORD, "short", "/new_password"),
        (PASSWORD, PASSWORD, "/new_password"),
    ],
)
def test_a_password_that_cannot_be_chosen_is_a_422(
    nobody: Client, current: str, new: str, pointer: str
) -> None:
    answer = _choose(nobody, log_in(nobody).get_json(), current, new)

    assert (answer.status_code, pointers(answer)) == (422, {pointer})
    assert log_in(nobody).status_code == 201


def test_a_program_has_no_password_to_change(app: Flask) -> None:
    answer = _choose(Client(app), {"access_token": _issued(app, "account")}, PASSWORD, OTHER_PASSWORD)

    assert (answer.status_code, slug_of(answer)) == (403, "forbidden")


def test_secrets_are_kept_under_no_idempotency_key(nobody: Client, history: History) -> None:
    nobody.send("POST", "/v1/sessions", {"email": EMAIL, "password": PASSWORD}, key="k")

    assert history.count("idempotency_key") == 0


def test_the_first_owner_is_made_once(app: Flask, history: History) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["first-owner", "--email", EMAIL])

    again = runner.invoke(args=["first-owner", "--email", "second@example.com"])

    assert (again.exit_code, again.output) == (0, "")
    assert history.count("account") == 1


@pytest.mark.parametrize(
    "args", [["--email", "nobody"], ["--email", EMAIL, "--password", "short"], ["--password", PASSWORD]]
)
def test_an_owner_who_could_not_log_in_is_not_made(app: Flask, history: History, args: list[str]) -> None:
    refused = app.test_cli_runner().invoke(args=["first-owner", *args])

    assert (refused.exit_code, history.count("account")) == (2, 0)
    assert "Error: " in refused.output


def test_a_program_on_this_machine_gets_a_token(app: Flask, history: History) -> None:
    headers = {"Authorization": f"Bearer {_issued(app, 'catalog:read catalog:write')}"}

    assert Client(app).send("POST", "/v1/products", mug(), headers=headers).status_code == 201
    assert history.newest()["actor"] == "demo"


def test_the_published_key_verifies_what_was_signed(app: Flask) -> None:
    key = app.extensions["signing_key"]
    authenticate = BearerTokens(key.public_key_set())

    with app.test_request_context(headers={"Authorization": f"Bearer {_issued(app, 'catalog:read')}"}) as ctx:
        assert authenticate(ctx.request, "catalog:read").id == "demo"


def _choose(client: Client, state: Document, current: str, new: str) -> TestResponse:
    body = {"current_password": current, "new_password": new}
    return client.send("PUT", "/v1/account/password", body, headers=bearer(state))


def _issued(app: Flask, scope: str) -> str:
    args = ["issue-token", "--actor", "demo", "--scope", scope, "--minutes", "15"]
    return app.test_cli_runner().invoke(args=args).output.strip()
