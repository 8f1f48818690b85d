"""Parameters of the laws of behaviour: habit, intention, rewards, fear, attitude, influence, energy."""

from __future__ import annotations

from sim.parameters.declare import Section, declare, share


class Habit(Section, title="Laws: habit"):
    """How habits form, fade and steer (C1, C2)."""

    formation: float = declare(0.035, "Growth of a habit per repetition.", label="Growth of habit", unit="1/act",
                               bounds=(0.0, 1.0), plausible=(0.023, 0.045),
                               source="Lally et al. 2010 (66 days); Singh et al. 2024 (106-154 days)", basis="verified",
                               claims=("C1", "C2"))
    spread: float = declare(0.7, "Spread of that growth between people (sigma of a lognormal).",
                            label="Spread of that growth", unit="log units", bounds=(0.0, 2.0), plausible=(0.5, 0.9),
                            source="Lally 2010: 18-254 days", basis="verified")
    occasions: float = declare(65.0, "Occasions a quarter on which a rep could show the new behaviour instead of the "
                               "old one.", label="Occasions a quarter", unit="acts/quarter", bounds=(0.0, 200.0),
                               plausible=(6.0, 65.0), source="evidence row 7: two a week; 26 at first, calibrated",
                               basis="fitted")
    asymptote: float = share(0.80, "Strength that a habit reaches when it is always practised.",
                             label="Full strength of habit", plausible=(0.6, 0.95),
                             source="Lally 2010: asymptotes differ and lie below the scale's end", basis="verified")
    decay: float = declare(0.60, "Rate at which a habit that is not practised fades to its floor.",
                           label="Fading of habit", unit="1/quarter", bounds=(0.0, 10.0), plausible=(0.3, 0.95),
                           source="Edgren et al. 2025 (1-65 days)", basis="verified")
    cue_retention: float = share(0.37, "Slowing of that decay for advising, because the old customers keep the cue.",
                                 label="Hold by old customers", plausible=(0.2, 1.0),
                                 source="Edgren et al. 2025 (direction); 0.4 at first, calibrated")
    floor: float = share(0.38, "Part of the original strength that never fades.", label="Lasting rest",
                         plausible=(0.2, 0.7),
                         source="Walker, Thomas & Verplanken 2015 (coexistence); 0.4 at first, calibrated")
    control: float = share(
        0.65, "Share of occasions that habit decides at full strength.", label="Power of habit", plausible=(0.4, 0.8),
        source="Wood, Quinn & Kashy 2002 (43-45 % of acts); Ouellette & Wood 1998", basis="recalled", claims=("C1",))
    reward: float = declare(0.5, "Pleasure of the stronger habit, against every other reason.", label="Reward of habit",
                            unit="logits", bounds=(0.0, 10.0), plausible=(0.5, 2.5),
                            source="seed 002 after Roth 2007; 1.2 at first, calibrated", claims=("C2",))
    reorganisation_shock: float = share(0.30, "Share of both habits lost when the job is reorganised.",
                                        label="Break by reorganisation", plausible=(0.1, 0.6),
                                        source="Wood, Tam & Guerrero Witt 2005 (direction)", claims=("C13",))


class Intention(Section, title="Laws: intention"):
    """What makes a rep want to sell: weights on a logit scale (C5, C10, C12)."""

    propensity: float = declare(0.5, "Intention when every influence is neutral.", label="Base propensity",
                                unit="logits", bounds=(-10.0, 10.0), plausible=(0.5, 2.5),
                                source="calibration to published patterns; 1.5 assumed at first", basis="fitted")
    gain: float = share(0.55, "Part of a changed intention that reaches behaviour in one quarter.",
                        label="From intention to behaviour", plausible=(0.35, 0.75),
                        source="Webb & Sheeran 2006: 0.36 / 0.66", basis="verified", claims=("A5",))
    attitude: float = declare(2.8, "Weight of the attitude to selling.", label="Weight of attitude", unit="logits",
                              bounds=(0.0, 10.0), plausible=(1.5, 4.5), source="assumption; 3 at first, calibrated",
                              claims=("A5", "C5"))
    self_efficacy: float = declare(1.6, "Weight of self-efficacy.", label="Weight of confidence", unit="logits",
                                   bounds=(0.0, 10.0), plausible=(1.0, 3.0),
                                   source="assumption; 2 at first, calibrated", claims=("C5",))
    norm: float = declare(4.4, "Weight of the social norm at full need for recognition.", label="Weight of the norm",
                          unit="logits", bounds=(0.0, 15.0), plausible=(2.0, 8.0),
                          source="calibration to published patterns; 5 assumed at first", basis="fitted",
                          claims=("A6", "C7", "C11"))
    fear: float = declare(3.9, "Weight of fear of failure where nobody is safe.", label="Weight of fear", unit="logits",
                          bounds=(0.0, 10.0), plausible=(1.0, 4.0),
                          source="Verbeke & Bagozzi 2000 (direction); 2.5 at first, calibrated", claims=("A8",))
    identity: float = declare(0.9, "Weight of the advisory identity.", label="Weight of identity", unit="logits",
                              bounds=(0.0, 10.0), plausible=(0.3, 2.0), source="assumption; 1 at first, calibrated",
                              claims=("A3",))
    resistance: float = declare(2.6, "Weight of resistance.", label="Weight of resistance", unit="logits",
                                bounds=(0.0, 10.0), plausible=(1.0, 4.0), source="assumption; 2.5 at first, calibrated",
                                claims=("A3", "C11"))
    euphoria: float = declare(1.5, "Weight of the euphoria after a training.", label="Weight of euphoria",
                              unit="logits", bounds=(0.0, 10.0), plausible=(0.5, 2.0),
                              source="De Grip & Sauermann 2012 (direction); 1.2 at first, calibrated", basis="fitted",
                              claims=("A4",))
    career: float = declare(0.9, "Weight of career signals at full need for recognition.", label="Weight of careers",
                            unit="logits", bounds=(0.0, 10.0), plausible=(0.2, 1.5),
                            source="assumption; 0.8 at first, calibrated", claims=("C9",))
    push: float = declare(1.1, "Weight of targets that demand the behaviour.", label="Weight of targets", unit="logits",
                          bounds=(0.0, 10.0), plausible=(0.3, 1.5), source="assumption; 0.9 at first, calibrated",
                          claims=("A2", "B4"))
    appeals: float = declare(1.3, "Weight of fresh appeals that are fully credible.", label="Weight of appeals",
                             unit="logits", bounds=(0.0, 10.0), plausible=(0.3, 2.0),
                             source="assumption; 1 at first, calibrated", claims=("C4", "C10"))
    exhaustion: float = declare(2.2, "Weight of missing energy.", label="Weight of exhaustion", unit="logits",
                                bounds=(0.0, 10.0), plausible=(0.5, 3.0), source="assumption; 1.6 at first, calibrated",
                                claims=("C3",))
    mood: float = declare(0.17, "Scale of chance in a quarter's intention (logistic).", label="Chance of mood",
                          unit="logits", bounds=(0.0, 3.0), plausible=(0.1, 0.5),
                          source="assumption; 0.25 at first, calibrated")


class Reward(Section, title="Laws: reward"):
    """Money and recognition: how strongly and how long they are felt (C6, C7, C8, E1)."""

    full_variable_share: float = share(0.30, "Variable share of income at which a bonus has its full power.",
                                       label="Full power of a bonus", plausible=(0.2, 0.4), source="Kieser 2018",
                                       basis="second-hand")
    power_cap: float = declare(1.5, "Power beyond which a larger variable share adds nothing.",
                               label="Cap of that power", unit="factor", bounds=(0.1, 5.0), plausible=(1.0, 2.0),
                               source="assumption")
    money: float = declare(2.4, "Weight of a full individual bonus for a rep whose only motive is money.",
                           label="Pull of money", unit="logits", bounds=(0.0, 10.0), plausible=(0.5, 3.0),
                           source="Garbers & Konradt 2014 (g 0.32), shrunk; 1.6 at first, calibrated", basis="fitted",
                           claims=("C6", "C7"))
    recognition: float = declare(1.5, "Weight of full recognition at full need for recognition.",
                                 label="Pull of recognition", unit="logits", bounds=(0.0, 10.0), plausible=(0.5, 3.0),
                                 source="Stajkovic & Luthans 2001, shrunk; 1.8 at first, calibrated", claims=("C7",))
    gamification: float = share(0.35, "Recognition that full gamification adds.", label="Recognition by games",
                                plausible=(0.1, 0.6), source="assumption", claims=("C8",))
    pay_adaptation: float = declare(0.064, "Rate at which a bonus comes to be taken for granted.",
                                    label="Getting used to pay", unit="1/quarter", bounds=(0.0, 5.0),
                                    plausible=(0.03, 0.15), source="Di Tella et al. 2010: 65 % in 16 quarters",
                                    basis="verified", claims=("C7",))
    recognition_adaptation: float = declare(0.01, "The same rate for recognition.", label="Getting used to recognition",
                                            unit="1/quarter", bounds=(0.0, 5.0), plausible=(0.0, 0.05),
                                            source="Di Tella et al. 2010 (status)", basis="verified", claims=("C7",))
    lasting: float = share(0.0, "Part of a reward's pull that adaptation never takes away.", label="Lasting pull",
                           plausible=(0.0, 0.35), source="assumption; the 35 % that Di Tella et al. 2010 found left "
                           "after four years are already in pay_adaptation", claims=("C7",))
    appeal_adaptation: float = declare(1.3, "Rate at which appeals wear off.", label="Wear of appeals",
                                       unit="1/quarter", bounds=(0.0, 10.0), plausible=(0.5, 3.0),
                                       source="Gneezy & List 2006 (unconditional gifts: 0.70); 1.2 at first, "
                                       "calibrated", claims=("C4", "C10"))
    team_line_of_sight: float = declare(1.3, "Power of a team bonus against an individual one before free-riding.",
                                        label="Power of a team bonus", unit="factor", bounds=(0.0, 5.0),
                                        plausible=(0.8, 1.6), source="Garbers & Konradt 2014: g 0.45 against 0.32",
                                        basis="verified")
    free_riding: float = declare(0.3, "Exponent by which team size weakens a shared bonus.", label="Free-riding",
                                 unit="-", bounds=(0.0, 2.0), plausible=(0.0, 1.0),
                                 source="Friebel et al. 2017 (limited peer pressure)")
    crowding_out: float = share(0.51, "Part of the attitude's weight lost under a full individual bonus.",
                                label="Crowding out", plausible=(0.2, 0.6),
                                source="Cerasoli et al. 2016: 0.45 against 0.22", basis="verified", claims=("C6",))


class Fear(Section, title="Laws: fear"):
    """How fear of failure grows and shrinks (A8, A9, E4)."""

    per_failure: float = declare(0.035, "Growth of fear per failure where nobody is safe.", label="Fear per failure",
                                 unit="1/failure", bounds=(0.0, 1.0), plausible=(0.01, 0.06),
                                 source="Boichuk et al. 2014 (direction); 0.03 at first, calibrated",
                                 claims=("A8", "A9"))
    per_success: float = declare(0.044, "Decline of fear per success.", label="Relief per success", unit="1/success",
                                 bounds=(0.0, 1.0), plausible=(0.01, 0.08),
                                 source="evidence row 26; 0.04 at first, calibrated", claims=("A8",))
    per_safe_failure: float = declare(
        0.011, "Decline of fear per failure that was fully safe.", label="Relief per safe failure", unit="1/failure",
        bounds=(0.0, 1.0), plausible=(0.0, 0.03), source="evidence row 26; 0.01 at first, calibrated", claims=("A8",))
    rejection_weight: float = share(
        0.09, "Weight of a rejected contact against a lost opportunity.", label="Weight of a rejection",
        plausible=(0.02, 0.3), source="assumption; Keller Center: 1 in 209 calls succeeds; 0.1 at first, calibrated")
    lead_weight: float = share(0.1, "Weight of an opportunity found against a deal won.", label="Weight of a lead",
                               plausible=(0.05, 0.5), source="assumption; 0.2 at first, calibrated")
    disposition: float = declare(0.06, "Rate at which fear returns to the person's disposition.",
                                 label="Return to disposition", unit="1/quarter", bounds=(0.0, 2.0),
                                 plausible=(0.02, 0.2), source="assumption")
    strain: float = declare(0.09, "Growth of fear under full strain from pressure.", label="Fear by strain",
                            unit="1/quarter", bounds=(0.0, 2.0), plausible=(0.02, 0.2),
                            source="assumption; claim D1; 0.08 at first, calibrated", claims=("D1",))


class Attitude(Section, title="Laws: attitude"):
    """How attitude, self-efficacy, identity and resistance move (A3, A5, C4, C11)."""

    influence: float = declare(
        0.21, "Rate at which attitude moves to that of the contacts.", label="Influence of colleagues",
        unit="1/quarter", bounds=(0.0, 5.0), plausible=(0.04, 0.3),
        source="assumption; De Grip & Sauermann (peers); 0.17 at first, calibrated", claims=("A6", "C11"))
    newcomer_plasticity: float = declare(1.8, "How much faster a newcomer is socialised.",
                                         label="Plasticity of newcomers", unit="factor", bounds=(0.0, 20.0),
                                         plausible=(0.5, 4.0), source="assumption; 2 at first, calibrated")
    newcomer_quarters: float = declare(3.8, "How long somebody stays a newcomer (decay constant).",
                                       label="Time as a newcomer", unit="quarters", bounds=(0.1, 40.0),
                                       plausible=(2.0, 8.0), source="assumption; 4 at first, calibrated")
    success: float = declare(0.034, "Growth of attitude per success.", label="Attitude by success", unit="1/success",
                             bounds=(0.0, 1.0), plausible=(0.01, 0.06), source="assumption; 0.03 at first, calibrated")
    failure: float = declare(0.008, "Decline of attitude per unsafe failure.", label="Attitude by failure",
                             unit="1/failure", bounds=(0.0, 1.0), plausible=(0.003, 0.03),
                             source="Boichuk et al. 2014 (direction); 0.012 at first, calibrated")
    hollow_appeals: float = declare(0.05, "Decline of attitude under appeals that contradict the conditions.",
                                    label="Harm of hollow appeals", unit="1/quarter", bounds=(0.0, 2.0),
                                    plausible=(0.0, 0.15), source="claim C10", claims=("C10",))
    efficacy_success: float = declare(0.07, "Growth of self-efficacy per success.", label="Confidence by success",
                                      unit="1/success", bounds=(0.0, 1.0), plausible=(0.02, 0.12),
                                      source="assumption; 0.06 at first, calibrated")
    efficacy_failure: float = declare(0.041, "Decline of self-efficacy per unsafe failure.",
                                      label="Confidence by failure", unit="1/failure", bounds=(0.0, 1.0),
                                      plausible=(0.01, 0.06), source="assumption; 0.03 at first, calibrated")
    efficacy_skill: float = declare(0.20, "Rate at which self-efficacy follows skill.",
                                    label="Confidence follows skill", unit="1/quarter", bounds=(0.0, 5.0),
                                    plausible=(0.05, 0.5), source="claim C5", claims=("C5",))
    identity_drift: float = declare(0.06, "Rate at which identity follows behaviour.", label="Drift of identity",
                                    unit="1/quarter", bounds=(0.0, 2.0), plausible=(0.01, 0.15),
                                    source="assumption; 0.05 at first, calibrated")
    reactance: float = declare(0.6, "Growth of resistance under full push, fear and identity, without justice.",
                               label="Reactance", unit="1/quarter", bounds=(0.0, 10.0), plausible=(0.3, 1.5),
                               source="assumption; 0.9 at first, calibrated", claims=("A3",))
    resistance_fade: float = declare(0.27, "Rate at which resistance fades where conditions fully fit.",
                                     label="Fading of resistance", unit="1/quarter", bounds=(0.0, 5.0),
                                     plausible=(0.1, 0.6), source="claim C11; 0.3 at first, calibrated",
                                     claims=("C11",))
    involvement: float = declare(0.60, "Rate at which involving a person lowers resistance.",
                                 label="Effect of involvement", unit="1/quarter", bounds=(0.0, 5.0),
                                 plausible=(0.2, 1.2), source="Flodgren et al. 2011 (+9 points)", claims=("C11", "A6"))


class Influence(Section, title="Laws: influence of others"):
    """What reps see of one another (A6, C11)."""

    leader_weight: float = declare(4.1, "Weight of an opinion leader against another contact.",
                                   label="Weight of opinion leaders", unit="factor", bounds=(1.0, 50.0),
                                   plausible=(2.0, 8.0),
                                   source="Hayati et al. 2018 (direction); 4 at first, calibrated", claims=("C11",))
    leader_share: float = share(0.12, "Share of reps who are opinion leaders: the most central ones.",
                                label="Share of opinion leaders", plausible=(0.05, 0.20),
                                source="Valente & Pumpuang 2007", basis="recalled", claims=("C11",))
    prominence: float = declare(2.2, "Inequality of attention: exponent of the rank by which contacts in other teams "
                                "are chosen (1: all alike).", label="Inequality of attention", unit="-",
                                bounds=(1.0, 10.0), plausible=(1.0, 4.0), source="assumption; 2 at first, calibrated")
    threshold: float = share(0.25, "Share of a rep's contacts who must have adopted before the norm speaks for it.",
                             label="Threshold of the norm", plausible=(0.10, 0.40), source="Centola et al. 2018",
                             basis="verified", claims=("A6",))
    threshold_spread: float = declare(0.13, "Standard deviation of that threshold between reps.",
                                      label="Spread of the threshold", unit="share", bounds=(0.0, 0.5),
                                      plausible=(0.05, 0.2), source="Rogers 2003 (shape); 0.12 at first, calibrated")
    visibility_width: float = declare(0.04, "Width of behaviour around the adoption level within which colleagues see "
                                      "it as adopted.", label="Visibility", unit="0-1", bounds=(0.005, 1.0),
                                      plausible=(0.02, 0.15), source="assumption; 0.06 at first, calibrated")
    blunting: float = share(0.70, "How far full resistance among a rep's contacts takes away the credibility of those "
                            "who lead the change.", label="Blunting", plausible=(0.3, 1.0), source="Hayati et al. 2018",
                            claims=("C11",))


class Energy(Section, title="Laws: energy"):
    """What change costs in energy (C3)."""

    recovery: float = declare(0.79, "Rate of recovery.", label="Recovery", unit="1/quarter", bounds=(0.0, 10.0),
                              plausible=(0.3, 1.2), source="assumption; 0.6 at first, calibrated", claims=("C3",))
    drain: float = declare(0.39, "Rate of exhaustion under a load of 1.", label="Drain", unit="1/quarter",
                           bounds=(0.0, 10.0), plausible=(0.2, 0.8), source="assumption; 0.4 at first, calibrated",
                           claims=("C3",))
    overload: float = declare(2.2, "How much a load beyond 1 weighs more.", label="Overload", unit="1/load",
                              bounds=(0.0, 20.0), plausible=(0.0, 3.0), source="claim C3; 1.5 at first, calibrated",
                              claims=("C3",))
    novelty: float = declare(0.6, "Load of acting against the stronger habit.", label="Effort of the new", unit="load",
                             bounds=(0.0, 5.0), plausible=(0.2, 1.2), source="seed 002 after Roth 2007",
                             claims=("C1", "C3"))
    strain: float = declare(0.8, "Load of full strain from pressure.", label="Load of strain", unit="load",
                            bounds=(0.0, 5.0), plausible=(0.3, 1.5), source="assumption", claims=("D1",))
    capacity_loss: float = share(0.7, "Part of a rep's output lost at no energy.", label="Loss of output",
                                 plausible=(0.3, 0.8), source="calibration to published patterns; 0.5 assumed at first",
                                 basis="fitted", claims=("C3",))
    of_training: float = declare(0.27, "Load of a full training programme.", label="Load of training", unit="load",
                                 bounds=(0.0, 5.0), plausible=(0.1, 0.6), source="assumption; 0.3 at first, calibrated",
                                 claims=("C3",))
    of_coaching: float = declare(0.17, "Load of a full coaching.", label="Load of coaching", unit="load",
                                 bounds=(0.0, 5.0), plausible=(0.05, 0.3),
                                 source="assumption; 0.15 at first, calibrated", claims=("C3",))
    of_targets: float = declare(0.31, "Load of new targets.", label="Load of targets", unit="load", bounds=(0.0, 5.0),
                                plausible=(0.1, 0.5), source="assumption; 0.25 at first, calibrated", claims=("C3",))
    routine: float = declare(0.53, "Rate at which new targets become routine and stop costing energy.",
                             label="Targets become routine", unit="1/quarter", bounds=(0.0, 10.0), plausible=(0.2, 1.0),
                             source="assumption; 0.5 at first, calibrated", claims=("C3",))
    of_structure: float = declare(0.59, "Load of a reorganisation, a tool roll-out or a change of bonus.",
                                  label="Load of structure", unit="load", bounds=(0.0, 5.0), plausible=(0.2, 0.8),
                                  source="assumption; 0.45 at first, calibrated", claims=("C3",))
    of_culture: float = declare(0.08, "Load of work on culture, recognition, meetings or guidelines.",
                                label="Load of culture work", unit="load", bounds=(0.0, 5.0), plausible=(0.02, 0.25),
                                source="assumption; 0.1 at first, calibrated", claims=("C3",))
