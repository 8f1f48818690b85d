"""What a scenario says about the organisation, its people and their books of business."""

from __future__ import annotations

from sim.parameters.declare import Section, declare, share


class Organisation(Section, title="Organisation"):
    """Size, structure and job design of the sales force."""

    reps: int = declare(40, "Sales reps with a book of customers at the start.", label="Sales reps", unit="people",
                        bounds=(4, 100_000), plausible=(10, 200), source="evidence 13 row 1", basis="input",
                        structural=True)
    team_size: int = declare(8, "Reps led by one team leader.", label="Team size", unit="people", bounds=(2, 50),
                             plausible=(5, 12), source="assumption", basis="input", structural=True)
    advisor_share: float = share(0.80, "Share of reps who see themselves as advisors; the rest already sell.",
                                 label="Share of advisors", plausible=(0.0, 1.0), source="claim A1: 'mostly advisors'",
                                 basis="input", claims=("A1", "A7"))
    advisor_acquisition_share: float = share(0.50, "Share of customer-facing time that a rep with a book can give to "
                                             "acquisition at full adoption.", label="Time for new business, advisor",
                                             plausible=(0.3, 0.6),
                                             source="assumption; baseline use about 0.10: Proudfoot 2006")
    seller_acquisition_share: float = share(0.85, "The same share for a dedicated seller without a book to care for.",
                                            label="Time for new business, seller", plausible=(0.6, 0.95),
                                            source="assumption")
    handover_share: float = share(
        0.90, "Share of a dedicated seller's new customers who are handed to an advisor's book.",
        label="Hand-over to advisors", plausible=(0.5, 1.0), source="assumption", basis="input", claims=("A7",))
    contacts: int = declare(6, "Colleagues whose behaviour a rep watches and listens to.", label="Colleagues watched",
                            unit="people", bounds=(2, 20), plausible=(4, 10), source="assumption", structural=True)
    contacts_between_teams: float = share(
        0.20, "Share of these contacts who sit in another team (small-world rewiring).",
        label="Contacts in other teams", plausible=(0.05, 0.5), source="assumption; Valente 1995 (local exposure)")
    team_diversity: float = share(
        0.50, "How far the types of seller are mixed within each team (0 uniform, 1 fully mixed).",
        label="Mix of types in teams", plausible=(0.0, 1.0), source="claim E5", basis="input", claims=("E5",))


class People(Section, title="People at the start"):
    """Where the people start. Means and standard deviations of truncated normal distributions."""

    spread: float = declare(0.15, "Standard deviation between reps of every trait on the 0-1 scale.",
                            label="Differences between people", unit="0-1", bounds=(0.0, 0.5), plausible=(0.1, 0.2),
                            source="evidence 13 rows 3 and 24", basis="assumption")
    habit_advising: float = share(0.70, "Strength of the advising habit of advisors.", label="Habit of advising",
                                  plausible=(0.4, 0.95),
                                  source="Wood, Quinn & Kashy 2002 (43 % of acts); evidence row 3")
    habit_selling: float = share(0.10, "Strength of the selling habit of advisors.", label="Habit of selling",
                                 plausible=(0.0, 0.3),
                                 source="Proudfoot 2006 (9-11 % acquisition time); evidence row 4")
    fear_of_failure: float = share(0.50, "Fear of failing at acquisition.", label="Fear of failure",
                                   plausible=(0.2, 0.8), source="evidence row 24", claims=("A8",))
    need_for_recognition: float = share(0.60, "How much a rep needs the recognition of others.",
                                        label="Need for recognition", plausible=(0.3, 0.9),
                                        source="assumption; claim C7", claims=("C7", "C8"))
    material_motive: float = share(0.40, "How far money is a motive of the rep's own.", label="Money as a motive",
                                   plausible=(0.2, 0.7), source="assumption; claim C6", claims=("C6",))
    attitude_to_selling: float = share(0.35, "Advisors' attitude to selling (0 against, 1 in favour).",
                                       label="Attitude to selling", plausible=(0.2, 0.6), source="assumption; claim A5",
                                       claims=("A5",))
    advisory_identity: float = share(0.75, "How far advisors see themselves as advisors (role identity).",
                                     label="Identity as an advisor", plausible=(0.5, 0.95),
                                     source="assumption; claim A3", claims=("A3",))
    selling_skill: float = share(0.40, "Advisors' skill in winning new business.", label="Selling skill",
                                 plausible=(0.2, 0.6), source="assumption")
    advising_skill: float = share(0.75, "Advisors' skill in caring for customers and cross-selling.",
                                  label="Advising skill", plausible=(0.5, 0.9), source="claim A2")
    self_efficacy: float = share(0.40, "Advisors' confidence that they can sell.", label="Confidence",
                                 plausible=(0.2, 0.6), source="assumption")
    hunting_disposition: float = share(0.35, "Advisors' disposition to hunt rather than farm; a lasting trait.",
                                       label="Disposition to hunt", plausible=(0.2, 0.6),
                                       source="DeCarlo & Lam 2016 (direction)")
    learning_orientation: float = share(0.50, "Readiness to learn from trying; a lasting trait.",
                                        label="Readiness to learn", plausible=(0.3, 0.7), source="assumption; claim B7",
                                        claims=("B7",))
    seller_advantage: float = declare(0.35, "By how much reps who already sell stand above advisors in selling "
                                      "traits, and below in advising ones.", label="Lead of those who sell", unit="0-1",
                                      bounds=(0.0, 0.6), plausible=(0.2, 0.45), source="assumption")
    tenure_years: float = declare(6.0, "Mean time with the firm.", label="Years with the firm", unit="years",
                                  bounds=(0.0, 40.0), plausible=(2.0, 12.0), source="assumption", basis="input")
    spread_resistance: float = share(0.05, "Resistance against the change that reps other than opinion leaders bring "
                                     "along from the start.", label="Resistance of the many", plausible=(0.0, 0.3),
                                     source="claim C11", basis="input", claims=("C11",))
    at_rest: float = share(0.0, "How far today's practice is at rest: 1, people go on as today until something "
                           "changes; 0, only the laws hold them.", label="Today's practice at rest",
                           plausible=(0.0, 1.0), source="assumption", basis="input")


class Book(Section, title="Customer base"):
    """The customers that a rep looks after."""

    customers_per_rep: int = declare(25, "Customers in each rep's book at the start.", label="Customers per rep",
                                     unit="customers", bounds=(1, 400), plausible=(10, 80), source="assumption",
                                     basis="input")
    revenue_per_customer: float = declare(
        6_500.0, "Running revenue with a developed customer.", label="Revenue per customer", unit="EUR/quarter",
        bounds=(0.0, 1e8), plausible=(3_500.0, 30_000.0),
        source="evidence row 49: with cross-selling about 1 M EUR a year per rep", basis="input")
    new_customer_value: float = share(0.75, "Revenue of a newly won customer, as a share of a developed one.",
                                      label="Value of a new customer", plausible=(0.2, 1.0), source="assumption",
                                      basis="input")
    cross_sale_value: float = declare(12_000.0, "Revenue of one cross-selling deal, on top of the running business.",
                                      label="Value of a further deal", unit="EUR/deal", bounds=(0.0, 1e8),
                                      plausible=(4_000.0, 30_000.0), source="assumption", basis="input")
    trust: float = share(0.75, "Customers' trust in their advisor at the start.", label="Customers' trust",
                         plausible=(0.5, 0.9), source="claim A2: 'langjaehrige zufriedene Kunden'", basis="input",
                         claims=("A2",))
    cross_sale_potential: float = share(0.60, "Share of each customer's further needs still open at the start.",
                                        label="Open potential", plausible=(0.2, 0.8), source="assumption",
                                        basis="input")
    churn_per_year: float = declare(0.10, "Customers lost a year at the starting level of trust.",
                                    label="Customers lost a year", unit="share/year", bounds=(0.0, 0.9),
                                    plausible=(0.05, 0.20), source="FirstPageSage (retention 85 %); evidence row 52",
                                    basis="second-hand")
