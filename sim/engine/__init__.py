"""The engine: the order of a quarter, whole numbers from luck, the ledger, ensembles."""
