"""Who may write: accounts, how they log in, and the tokens they get."""
