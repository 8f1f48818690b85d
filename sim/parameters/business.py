"""Parameters of the laws of selling, customers, turnover and pay."""

from __future__ import annotations

from sim.parameters.declare import Section, declare, share


class Selling(Section, title="Laws: selling"):
    """How time becomes opportunities and wins (A2, B5, C14, C16, E2, E5, E6)."""

    overhead: float = share(0.35, "Working time for administration, travel and internal matters.", label="Overhead",
                            plausible=(0.2, 0.6), source="Proudfoot 2006 (31 % + 15 % + 18 %)", basis="second-hand")
    meeting_time: float = declare(0.009, "Working time of one meeting.", label="Time of a meeting",
                                  unit="share/meeting", bounds=(0.0, 0.1), plausible=(0.004, 0.015),
                                  source="four of 520 hours; 0.008 at first, calibrated", basis="assumption",
                                  claims=("E3",))
    training_time: float = declare(0.09, "Working time of one full training programme (six of 65 days).",
                                   label="Time of a training", unit="share of a quarter", bounds=(0.0, 0.5),
                                   plausible=(0.03, 0.15), source="Xenagos: about three days a year",
                                   basis="second-hand")
    attempts: float = declare(37.0, "Attempts at acquisition that half of the customer-facing time allows.",
                              label="Attempts a quarter", unit="attempts/quarter", bounds=(0.0, 300.0),
                              plausible=(6.0, 65.0), source="evidence row 7; 26 at first, calibrated", basis="fitted")
    contact_yield: float = share(0.56, "Opportunities per attempt at middling skill in an untouched market.",
                                 label="Yield of an attempt", plausible=(0.20, 0.80),
                                 source="assumption; 0.5 at first, calibrated")
    skill_yield: float = declare(0.4, "Gain of yield from no skill to full skill.", label="Yield by skill",
                                 unit="share", bounds=(0.0, 1.9), plausible=(0.4, 1.2),
                                 source="calibration to published patterns; 0.8 assumed at first", basis="fitted")
    skill_odds: float = declare(2.5, "Effect of skill on the odds of winning.", label="Odds by skill", unit="logits",
                                bounds=(0.0, 10.0), plausible=(1.0, 3.0),
                                source="assumption; SD of output 0.35 (row 58); 2 at first, calibrated")
    saturation: float = declare(0.6, "Attempts a quarter, per prospect, at which yield is halved.", label="Saturation",
                                unit="attempts/prospect", bounds=(0.01, 100.0), plausible=(0.2, 2.0),
                                source="assumption; 0.5 at first, calibrated", claims=("A7",))
    dual_role: float = declare(
        0.05, "Output lost by a rep who splits the day evenly between hunting and farming.",
        label="Price of the dual role", unit="share", bounds=(-0.2, 0.5), plausible=(-0.03, 0.15),
        source="Gabler et al. 2017 against Jasmand et al. 2012 (mixed); evidence row 56", basis="verified")
    pushiness_odds: float = declare(1.0, "Loss of odds by full pushiness with customers who want advice.",
                                    label="Odds lost by pushing", unit="logits", bounds=(0.0, 10.0),
                                    plausible=(0.5, 4.0), source="claim B5; 2 at first, calibrated", basis="fitted",
                                    claims=("B5",))
    autonomy_odds: float = declare(1.0, "Effect of latitude on the odds of winning complex deals.",
                                   label="Odds by latitude", unit="logits", bounds=(0.0, 10.0), plausible=(0.3, 2.0),
                                   source="claim E2", claims=("E2",))
    rules_odds: float = declare(0.7, "Effect of dense rules on the odds: bad in complex deals, good in simple ones.",
                                label="Odds by rules", unit="logits", bounds=(0.0, 10.0), plausible=(0.2, 1.5),
                                source="claim C14; 0.8 at first, calibrated", claims=("C14",))
    style_odds: float = declare(0.8, "Effect of mixed types of seller on the odds with diverse customers.",
                                label="Odds by mix of types", unit="logits", bounds=(0.0, 10.0), plausible=(0.2, 1.5),
                                source="claim E5", claims=("E5",))
    segment_odds: float = declare(0.28, "Gain of odds by specialising on segments.", label="Odds by segments",
                                  unit="logits", bounds=(0.0, 5.0), plausible=(0.0, 0.6),
                                  source="claim C13; 0.3 at first, calibrated", claims=("C13",))
    team_odds: float = declare(0.7, "Gain of odds by selling in pairs at full exchange.", label="Odds in pairs",
                               unit="logits", bounds=(0.0, 5.0), plausible=(0.0, 1.0),
                               source="claim C13; 0.6 at first, calibrated", claims=("C13",))
    team_time: float = share(0.20, "Attempts given up for selling in pairs.", label="Time for pairs",
                             plausible=(0.05, 0.4), source="assumption", claims=("C13",))
    ramp_up: float = declare(3.0, "Quarters until a newcomer knows products and market (95 %).", label="Ramp-up",
                             unit="quarters", bounds=(0.1, 20.0), plausible=(2.0, 5.0),
                             source="SBI; CSO Insights; evidence row 44", basis="second-hand")
    ramp_start: float = share(0.26, "Output of a newcomer on the first day, relative to a ramped-up rep.",
                              label="Output on the first day", plausible=(0.1, 0.5),
                              source="assumption; 0.25 at first, calibrated")
    contact_growth: float = declare(6.0, "Growth of strategic contacts per share of working time given to them.",
                                    label="Growth of contacts", unit="1/(quarter share)", bounds=(0.0, 200.0),
                                    plausible=(3.0, 20.0), source="claim C16; 9 at first, calibrated", claims=("C16",))
    contact_fading: float = declare(
        0.13, "Rate at which contacts that are not tended fade.", label="Fading of contacts", unit="1/quarter",
        bounds=(0.0, 5.0), plausible=(0.03, 0.3), source="assumption; 0.1 at first, calibrated", claims=("C16",))
    contact_leads: float = declare(1.0, "Opportunities a quarter from a full network of strategic contacts.",
                                   label="Leads from contacts", unit="leads/quarter", bounds=(0.0, 50.0),
                                   plausible=(0.4, 3.0), source="assumption; 1.2 at first, calibrated", claims=("C16",))
    spare_networking: float = share(0.02, "Working time that goes to strategic contacts when nothing is urgent.",
                                    label="Spare networking", plausible=(0.0, 0.05), source="claim C16",
                                    claims=("C16",))


class Customers(Section, title="Laws: customers"):
    """How customers respond to care (A2, B5)."""

    care_time: float = declare(0.027, "Working time that full care of one customer takes, new or developed.",
                               label="Time per customer", unit="share/customer", bounds=(1e-5, 1.0),
                               plausible=(0.01, 0.03),
                               source="calibration to published patterns; 0.02 assumed at first", basis="fitted")
    service_saturation: float = declare(1.2, "How fast more time yields more service.", label="Saturation of service",
                                        unit="-", bounds=(0.1, 10.0), plausible=(0.8, 3.0),
                                        source="assumption; 1.6 at first, calibrated")
    service_floor: float = share(0.42, "Service that a rep without skill gives in full time.",
                                 label="Service without skill", plausible=(0.2, 0.6),
                                 source="assumption; 0.4 at first, calibrated")
    trust_gain: float = declare(0.25, "Growth of trust under full service.", label="Gain of trust", unit="1/quarter",
                                bounds=(0.0, 5.0), plausible=(0.1, 0.4), source="assumption", claims=("A2",))
    trust_loss: float = declare(0.12, "Loss of trust under no service.", label="Loss of trust", unit="1/quarter",
                                bounds=(0.0, 5.0), plausible=(0.05, 0.3),
                                source="Oliva & Sterman 2001 (erosion; direction); 0.17 at first, calibrated",
                                claims=("A2",))
    pushiness: float = declare(0.1, "Loss of trust by full pushiness with customers who want advice.",
                               label="Trust lost by pushing", unit="1/quarter", bounds=(0.0, 5.0), plausible=(0.1, 0.6),
                               source="claim B5; 0.2 at first, calibrated", claims=("B5",))
    trust_churn: float = declare(2.7, "Effect of trust on the rate at which customers leave.", label="Trust and churn",
                                 unit="1/trust", bounds=(0.0, 20.0), plausible=(2.0, 6.0),
                                 source="assumption; 4 at first, calibrated", claims=("A2", "B5"))
    cross_rate: float = declare(2.0, "Further opportunities per customer and quarter with open potential, full trust "
                                "and full care.", label="Further leads", unit="leads/customer/quarter",
                                bounds=(0.0, 20.0), plausible=(0.7, 2.5),
                                source="calibration to published patterns; cross-selling about a third of revenue; "
                                "1.45 assumed at first", basis="fitted", claims=("A2",))
    potential_use: float = declare(0.18, "Share of the open potential that one deal per customer uses up.",
                                   label="Use of potential", unit="share/deal", bounds=(0.0, 1.0),
                                   plausible=(0.03, 0.3), source="assumption; 0.16 at first, calibrated")
    potential_growth: float = declare(0.05, "Rate at which new needs arise.", label="Growth of potential",
                                      unit="1/quarter", bounds=(0.0, 5.0), plausible=(0.02, 0.15),
                                      source="assumption; 0.06 at first, calibrated")
    referrals: float = declare(0.01, "Opportunities with new customers by referral, per trusting customer.",
                               label="Referrals", unit="leads/customer/quarter", bounds=(0.0, 5.0),
                               plausible=(0.01, 0.1), source="assumption; 0.03 at first, calibrated")
    development: float = declare(0.15, "Rate at which a new customer grows to full value.",
                                 label="Development of new customers", unit="1/quarter", bounds=(0.0, 5.0),
                                 plausible=(0.03, 0.2), source="assumption")
    loss_on_exit: float = share(0.11, "Customers who go at once when their advisor leaves or is moved; vacancy and "
                                "broken trust cost more.", label="Customers lost on exit", plausible=(0.0, 0.18),
                                basis="fitted", source="Shi et al. 2017: 13.2-17.6 % of a year's sales in all; "
                                "evidence row 53; 0.09 at first, calibrated", claims=("A10",))
    loss_avoidable: float = share(0.40, "Part of that loss which a cooperating team avoids.", label="Avoidable loss",
                                  plausible=(0.2, 0.6), source="Shi et al. 2017", basis="verified")
    regrouped: float = share(0.50, "Part of the customers who get another advisor when books are regrouped by segment.",
                             label="Customers regrouped", plausible=(0.2, 0.8), source="assumption", claims=("C13",))
    handover_loss: float = share(0.10, "New customers lost in the hand-over from seller to advisor without exchange.",
                                 label="Loss on hand-over", plausible=(0.0, 0.25),
                                 source="assumption; Shi et al. 2017 (relationship ends)", claims=("A7",))
    stand_in: float = share(0.69, "Care that colleagues give to the customers of a vacant position.", label="Stand-in",
                            plausible=(0.2, 0.7), source="calibration to published patterns; 0.4 assumed at first",
                            basis="fitted", claims=("A10",))
    trust_break: float = share(0.05, "Trust lost when the person changes.", label="Break of trust",
                               plausible=(0.05, 0.25), source="Palmatier et al. 2007 (loyalty to the person; "
                               "direction); 0.1 at first, calibrated", basis="fitted", claims=("A10",))


class Turnover(Section, title="Laws: turnover"):
    """Who leaves and who comes (A10, B4, D2)."""

    base_per_year: float = declare(0.08, "Yearly turnover at the usual satisfaction, without strain.",
                                   label="Usual turnover", unit="share/year", bounds=(0.0, 0.9), plausible=(0.06, 0.27),
                                   source="HBR 2017: US 27 %; evidence row 41; 0.12 at first, calibrated",
                                   basis="fitted")
    satisfaction: float = declare(2.0, "Effect of satisfaction on leaving.", label="Satisfaction and leaving",
                                  unit="1/satisfaction", bounds=(0.0, 20.0), plausible=(1.0, 4.0),
                                  source="Griffeth et al. 2000 (modest)", claims=("D2",))
    strain: float = declare(0.6, "Extra turnover under full strain.", label="Turnover by strain", unit="share",
                            bounds=(0.0, 10.0), plausible=(0.0, 1.5),
                            source="Mackey et al. 2017 (direction); evidence row 42", claims=("B4", "D2"))
    contagion: float = declare(0.51, "Extra turnover per contact who left last quarter.", label="Contagion of leaving",
                               unit="share/exit", bounds=(0.0, 10.0), plausible=(0.2, 1.0),
                               source="Sunder et al. 2017; Felps et al. 2009; 0.5 at first, calibrated", claims=("D2",))
    newcomer: float = declare(1.0, "Extra turnover of somebody who has just come.", label="Turnover of newcomers",
                              unit="share", bounds=(0.0, 10.0), plausible=(0.3, 2.0), source="assumption",
                              claims=("B4",))
    newcomer_strain: float = declare(2.0, "The same, added under full strain.", label="The same under strain",
                                     unit="share", bounds=(0.0, 20.0), plausible=(0.5, 4.0), source="claim B4",
                                     claims=("B4",))
    usual_satisfaction: float = share(0.60, "Satisfaction at the start, at which turnover has its base rate.",
                                      label="Usual satisfaction", plausible=(0.5, 0.7), source="assumption")
    content_from: float = declare(0.25, "Rate at which satisfaction follows conditions.", label="Satisfaction follows",
                                  unit="1/quarter", bounds=(0.0, 5.0), plausible=(0.1, 0.6), source="assumption")
    fill: float = share(0.75, "Chance a quarter of filling a vacancy without strain.", label="Filling a vacancy",
                        plausible=(0.5, 1.0), source="talentry/HU Berlin 2018: about three months", basis="second-hand",
                        claims=("B4",))
    fill_strain: float = share(0.5, "Part of that chance lost under full strain, by reputation.",
                               label="Filling under strain", plausible=(0.1, 0.8), source="claim B4", claims=("B4",))
    mis_hire: float = share(0.14, "Chance that a hire does not fit.", label="Mis-hire", plausible=(0.10, 0.40),
                            source="evidence row 45; 0.2 at first, calibrated")
    mis_hire_loss: float = share(0.4, "Part of skill and disposition that such a hire lacks.",
                                 label="Lack of a mis-hire", plausible=(0.3, 0.7),
                                 source="assumption; 0.5 at first, calibrated")
    promotion_joy: float = declare(0.5, "Growth of satisfaction by a promotion.", label="Joy of promotion",
                                   unit="1/promotion", bounds=(0.0, 5.0), plausible=(0.2, 1.0), source="assumption",
                                   claims=("C9",))
    promotion: float = declare(0.016, "Promotions per rep and quarter.", label="Promotions", unit="1/quarter",
                               bounds=(0.0, 1.0), plausible=(0.005, 0.03),
                               source="assumption; 0.015 at first, calibrated", claims=("C9",))


class Pay(Section, title="Laws: pay"):
    """What variable pay costs."""

    pay_share: float = share(0.65, "Income as a part of a rep's fully loaded cost.", label="Pay in full cost",
                             plausible=(0.5, 0.8), source="Duhatschek & Winkler: 80 of 130 thousand EUR",
                             basis="second-hand")
    quota: float = declare(1.0, "New customers a quarter that pay the full bonus, at half of the time for acquisition.",
                           label="Quota", unit="customers/quarter", bounds=(0.01, 100.0), plausible=(0.4, 2.0),
                           source="assumption")
    cap: float = declare(2.0, "Attainment beyond which nothing more is paid.", label="Cap of the bonus", unit="factor",
                         bounds=(0.1, 10.0), plausible=(1.2, 3.0), source="assumption")
