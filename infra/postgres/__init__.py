"""PostgreSQL as processes: where its programs are, and how nodes are started."""
