"""How often something secret may be guessed: counted on the leader, for all workers, through restarts."""
