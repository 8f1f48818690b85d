"""What a scenario says about the market, its shocks, the economics of the role, and the costs."""

from __future__ import annotations

from sim.parameters.declare import Section, declare, share


class Shock(Section, title="Shock from outside"):
    """Outside pressure that starts in one quarter and ends by itself (claims B6, D1)."""

    label: str = declare("shock", "Name shown on figures.", label="Name of the shock", unit="text", source="claim B6",
                         basis="input")
    quarter: int = declare(..., "First quarter of the shock.", label="Start", unit="quarter", bounds=(1, 80),
                           source="claim B6", basis="input", structural=True, claims=("B6",))
    quarters: int = declare(4, "How long it lasts.", label="Duration", unit="quarters", bounds=(1, 80),
                            source="claim B6", basis="input", structural=True)
    demand: float = declare(0.0, "Relative change of demand for new and further business.", label="Demand",
                            unit="share", bounds=(-0.95, 2.0), plausible=(-0.5, 0.3), source="claim B6", basis="input")
    churn: float = declare(0.0, "Relative change of the rate at which customers leave.", label="Churn", unit="share",
                           bounds=(-0.95, 10.0), plausible=(-0.3, 2.0), source="claim B6", basis="input")
    margin: float = declare(0.0, "Change of the contribution margin (price pressure).", label="Margin",
                            unit="share of revenue", bounds=(-0.5, 0.5), plausible=(-0.1, 0.0), source="claim B6",
                            basis="input")
    demand_for_advice: float = declare(0.0, "Change of customers' demand for advice.", label="Demand for advice",
                                       unit="0-1", bounds=(-1.0, 1.0), plausible=(-0.3, 0.3), source="claims B5, B6",
                                       basis="input")
    stress: float = share(0.0, "Stress that the shock puts on leaders, beyond missed results.",
                          label="Stress of leaders", plausible=(0.0, 0.8), source="claim D1", basis="input",
                          claims=("D1",))


class Market(Section, title="Market"):
    """Customers to be won and how they decide."""

    prospects: int = declare(6_000, "Firms (or households) that could become customers.", label="Prospects",
                             unit="prospects", bounds=(1, 10**9), plausible=(1_000, 20_000), source="assumption",
                             basis="input")
    renewal: float = declare(0.02, "Share of the won prospects that comes back each quarter.",
                             label="Renewal of the market", unit="1/quarter", bounds=(0.0, 1.0), plausible=(0.0, 0.05),
                             source="assumption")
    demand_for_advice: float = share(0.70, "How much customers want to be advised rather than sold to.",
                                     label="Demand for advice", plausible=(0.2, 0.95), source="claim B5", basis="input",
                                     claims=("B5",))
    complexity: float = share(0.60, "Complexity of the deals.", label="Complexity of deals", plausible=(0.1, 0.95),
                              source="claims C14, E6", basis="input", claims=("C14", "E6"))
    customer_diversity: float = share(0.60, "How different the customers' types are.", label="Diversity of customers",
                                      plausible=(0.2, 1.0), source="claim E5", basis="input", claims=("E5",))
    win_rate_new: float = share(0.25, "Opportunities with new customers won at middling skill.",
                                label="Win rate, new customers", plausible=(0.10, 0.30),
                                source="HubSpot etc.: 21 % of all, 29 % of qualified opportunities; evidence row 50",
                                basis="second-hand")
    win_rate_existing: float = share(0.45, "Opportunities with existing customers won at middling skill.",
                                     label="Win rate, existing customers", plausible=(0.30, 0.60),
                                     source="Marketing Metrics; evidence row 50", basis="second-hand")
    sales_cycle_new: int = declare(2, "Quarters from a first opportunity to a new customer's decision.",
                                   label="Sales cycle, new customer", unit="quarters", bounds=(0, 8), plausible=(1, 4),
                                   source="Zippia/UserGems; evidence row 51", basis="second-hand", structural=True)
    sales_cycle_existing: int = declare(1, "The same with an existing customer.",
                                        label="Sales cycle, existing customer", unit="quarters", bounds=(0, 8),
                                        plausible=(0, 1), source="Zippia/UserGems; evidence row 51",
                                        basis="second-hand", structural=True)
    volatility: float = declare(0.05, "Standard deviation of demand from quarter to quarter.",
                                label="Volatility of demand", unit="share", bounds=(0.0, 0.5), plausible=(0.0, 0.15),
                                source="assumption", basis="input")
    shocks: tuple[Shock, ...] = declare((), "Dated pressure from outside.", label="Shocks", unit="list",
                                        source="claim B6", strict=False, basis="input", structural=True)


class Behaviour(Section, title="The new behaviour"):
    """What the new behaviour does economically: selling, or the use of a tool (claim C15)."""

    name: str = declare("selling", "Name of the new behaviour in texts and figures.", label="Name of the behaviour",
                        unit="text", source="claim C15", basis="input", claims=("C15",))
    acquisition_yield: float = share(1.0, "How far the new behaviour brings opportunities with new customers.",
                                     label="Effect on new business", plausible=(0.0, 1.0), source="claim C15",
                                     basis="input")
    productivity_gain: float = declare(0.0, "Gain in care and cross-selling when everybody shows the behaviour; it "
                                       "grows with the rep's own use times the company-wide use.",
                                       label="Gain with existing customers", unit="share", bounds=(0.0, 1.0),
                                       plausible=(0.0, 0.3), source="claim C15", basis="input", claims=("C15",))

    @property
    def is_selling(self) -> bool:
        """Whether it brings customers of its own; else it is the use of something, and texts do not speak of selling.

        What a file calls it says nothing: selling has many names, in any language.
        """
        return bool(self.acquisition_yield > 0.0)


class Costs(Section, title="Costs"):
    """Prices of people and measures, and how money is discounted."""

    contribution_margin: float = share(0.40, "Revenue left after the cost of goods, before the cost of sales.",
                                       label="Contribution margin", unit="share of revenue", plausible=(0.2, 0.6),
                                       source="assumption", basis="input")
    residual_quarters: float = declare(
        8.0, "What the customer base is worth at the horizon: quarters of its running margin. 0 counts only the cash "
        "within the horizon.", label="Worth of the customer base at the end", unit="quarters", bounds=(0.0, 60.0),
        plausible=(0.0, 16.0), source="assumption; at 10 % churn a year customers stay ten years on average",
        basis="input")
    discount_rate: float = declare(0.08, "Interest at which future money is discounted.", label="Discount rate",
                                   unit="share/year", bounds=(0.0, 1.0), plausible=(0.04, 0.12), source="assumption",
                                   basis="input")
    rep: float = declare(35_000.0, "Fully loaded cost of a rep.", label="Cost of a rep", unit="EUR/quarter",
                         bounds=(0.0, 1e7), plausible=(25_000.0, 45_000.0),
                         source="portatour; Duhatschek & Winkler; evidence row 46", basis="second-hand")
    seller: float = declare(38_000.0, "Fully loaded cost of a dedicated seller.", label="Cost of a seller",
                            unit="EUR/quarter", bounds=(0.0, 1e7), plausible=(25_000.0, 50_000.0),
                            source="assumption from row 46")
    leader: float = declare(45_000.0, "Fully loaded cost of a team leader.", label="Cost of a team leader",
                            unit="EUR/quarter", bounds=(0.0, 1e7), plausible=(35_000.0, 60_000.0), source="assumption",
                            basis="input")
    hire: float = declare(9_500.0, "Recruiting one person.", label="Cost of a hire", unit="EUR/hire", bounds=(0.0, 1e7),
                          plausible=(5_000.0, 25_000.0), source="talentry/HU Berlin 2018; evidence row 47",
                          basis="second-hand")
    mis_hire: float = declare(30_000.0, "Extra cost of a hire who does not fit: trial, parting and induction again. "
                              "Pay and lost output are in the books already.", label="Cost of a mis-hire",
                              unit="EUR/mis-hire", bounds=(0.0, 1e7), plausible=(10_000.0, 100_000.0),
                              source="assumption; talentry/HU Berlin 2018 count 100,000 with pay; evidence row 47")
    severance: float = declare(40_000.0, "Letting one person go.", label="Severance", unit="EUR/person",
                               bounds=(0.0, 1e7), plausible=(10_000.0, 120_000.0), source="assumption", basis="input")
    training: float = declare(1_500.0, "One full training programme (six days).", label="Cost of training",
                              unit="EUR/person", bounds=(0.0, 1e6), plausible=(900.0, 3_600.0),
                              source="magazintraining 2017: 250 a day; evidence row 48", basis="second-hand")
    coaching: float = declare(2_800.0, "One full coaching by a professional (six sessions of three hours).",
                              label="Cost of coaching", unit="EUR/person", bounds=(0.0, 1e6),
                              plausible=(2_000.0, 4_500.0),
                              source="Haufe 2020; Marburger Coaching-Studie 2011; evidence row 48", basis="verified")
    manager_coaching: float = declare(900.0, "The same hours given by the leader.",
                                      label="Cost of coaching by the leader", unit="EUR/person", bounds=(0.0, 1e6),
                                      plausible=(400.0, 2_000.0), source="assumption: leader's hours")
    leader_programme: float = declare(6_000.0, "A quarter of coaching or guided self-reflection for one leader.",
                                      label="Cost of the leaders' programme", unit="EUR/leader", bounds=(0.0, 1e6),
                                      plausible=(2_000.0, 12_000.0), source="assumption from row 48")
    culture_programme: float = declare(400.0, "A quarter of work on culture, recognition, games, guidelines, meetings "
                                       "or with opinion leaders.", label="Cost of culture work", unit="EUR/person",
                                       bounds=(0.0, 1e6), plausible=(100.0, 1_500.0), source="assumption")
    campaign: float = declare(300.0, "A quarter of communication campaign.", label="Cost of a campaign",
                              unit="EUR/person", bounds=(0.0, 1e6), plausible=(50.0, 1_000.0), source="assumption")
    tool: float = declare(600.0, "A quarter of licences and support for a tool.", label="Cost of a tool",
                          unit="EUR/person", bounds=(0.0, 1e6), plausible=(150.0, 1_500.0), source="assumption",
                          basis="input")
    reorganisation: float = declare(2_000.0, "Reorganising one job.", label="Cost of reorganising", unit="EUR/person",
                                    bounds=(0.0, 1e6), plausible=(500.0, 6_000.0), source="assumption")
