"""What somebody shows beside a password: a code from an app, a passkey, or a recovery code."""
