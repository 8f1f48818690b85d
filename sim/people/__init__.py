"""Who is there: the population table, the influence network, teams, and the luck they share."""
