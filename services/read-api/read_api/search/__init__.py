"""Search that forgives: what a misspelt word may have meant, and how a begun one may go on."""
