"""Parameters of the laws of learning, leading and the framework."""

from __future__ import annotations

from sim.parameters.declare import Section, declare, share


class Learning(Section, title="Laws: learning"):
    """How skills are gained and lost (A4, C5, E3, E4, E7)."""

    practice: float = declare(0.024, "Growth of selling skill per attempt at a middling error culture.",
                              label="Learning by doing", unit="1/attempt", bounds=(0.0, 1.0), plausible=(0.005, 0.03),
                              source="calibration to published patterns; 0.015 assumed at first", basis="fitted",
                              claims=("E7",))
    blame: float = declare(0.5, "Learning per attempt under full blame, relative to the middle.",
                           label="Learning under blame", unit="factor", bounds=(0.0, 1.0), plausible=(0.4, 1.0),
                           source="Keith & Frese 2008 (d 0.44); 0.6 at first, calibrated", basis="fitted",
                           claims=("E4", "A9"))
    openness: float = declare(1.48, "Learning per attempt where errors are learnt from, relative to the middle.",
                              label="Learning in openness", unit="factor", bounds=(1.0, 5.0), plausible=(1.0, 1.8),
                              source="Keith & Frese 2008 (d 0.44-0.80); 1.4 at first, calibrated", basis="fitted",
                              claims=("E4",))
    talent_floor: float = share(0.45, "Skill that practice brings to a rep with no hunting disposition.",
                                label="Skill without disposition", plausible=(0.3, 0.6),
                                source="DeCarlo & Lam 2016 (direction)", basis="fitted")
    forgetting: float = declare(0.186, "Rate at which a skill that is never used fades.", label="Forgetting",
                                unit="1/quarter", bounds=(0.0, 5.0), plausible=(0.15, 0.32),
                                source="Tatel & Ackerman: retention 0.83 a quarter", basis="verified", claims=("A4",))
    upkeep: float = declare(10.0, "Attempts a quarter that keep a skill alive (constant of saturation).",
                            label="Upkeep of skill", unit="attempts/quarter", bounds=(0.1, 100.0),
                            plausible=(4.0, 16.0), source="assumption; 8 at first, calibrated")
    advising_practice: float = declare(0.30, "Rate at which advising skill follows the time given to it.",
                                       label="Practice in advising", unit="1/quarter", bounds=(0.0, 5.0),
                                       plausible=(0.1, 0.6), source="assumption", claims=("A2",))
    care_upkeep: float = share(0.16, "Share of working time on care that keeps advising skill alive (constant of "
                               "saturation).", label="Upkeep of advising", plausible=(0.05, 0.3),
                               source="assumption; 0.15 at first, calibrated", claims=("A2",))
    training_skill: float = declare(0.05, "Growth of skill by one full training programme at middling transfer.",
                                    label="Skill by training", unit="1/programme", bounds=(0.0, 5.0),
                                    plausible=(0.05, 0.35), source="Arthur et al. 2003, shrunk: 0.25 SD; evidence row "
                                    "13; 0.14 at first, calibrated", basis="fitted", claims=("A4", "C5"))
    training_euphoria: float = declare(
        1.1, "Growth of euphoria by one full training programme.", label="Euphoria by training", unit="1/programme",
        bounds=(0.0, 10.0), plausible=(0.3, 1.5),
        source="De Grip & Sauermann 2012; evidence row 14; 0.9 at first, calibrated", claims=("A4",))
    euphoria_decay: float = declare(1.50, "Rate at which euphoria ebbs (half-life of six weeks).",
                                    label="Ebbing of euphoria", unit="1/quarter", bounds=(0.0, 20.0),
                                    plausible=(0.7, 3.0), source="De Grip & Sauermann 2012 ('weeks')", basis="verified",
                                    claims=("A4",))
    transfer_support: float = share(0.50, "How far transfer depends on exchange and leaders who listen.",
                                    label="Transfer by support", plausible=(0.2, 0.8),
                                    source="Human Factors 2019 (32 % of variance)", basis="verified", claims=("C5",))
    transfer_will: float = share(
        0.46, "How far transfer depends on the rep's intention.", label="Transfer by will", plausible=(0.2, 0.8),
        source="Blume et al. 2010 (open skills; direction); 0.5 at first, calibrated", claims=("C5",))
    window: float = declare(0.3, "Extra effect of training, with the coaching that supports it, in the quarter of a "
                            "reorganisation.", label="Window of reorganisation", unit="share", bounds=(0.0, 2.0),
                            plausible=(0.0, 0.6), source="Verplanken & Roy 2016", basis="assumption")


class Coaching(Section, title="Laws: coaching"):
    """What coaching does (A5, D3, D4)."""

    attitude: float = declare(0.19, "Growth of attitude by one full coaching of full effect.",
                              label="Coaching of attitude", unit="1/programme", bounds=(0.0, 5.0),
                              plausible=(0.10, 0.35), source="Jones et al. 2016: affective 0.51; evidence row 18: "
                              "0.40 SD; 0.22 at first, calibrated", basis="fitted", claims=("A5",))
    fear: float = declare(0.21, "Decline of fear by the same.", label="Coaching of fear", unit="1/programme",
                          bounds=(0.0, 5.0), plausible=(0.10, 0.35),
                          source="evidence row 18; 0.22 at first, calibrated", basis="fitted", claims=("A5", "A8"))
    skill: float = declare(0.10, "Growth of skill by the same.", label="Coaching of skill", unit="1/programme",
                           bounds=(0.0, 5.0), plausible=(0.03, 0.15), source="Jones et al. 2016: 0.28; evidence row 19",
                           basis="fitted")
    resistance: float = declare(0.26, "Decline of resistance by the same.", label="Coaching of resistance",
                                unit="1/programme", bounds=(0.0, 5.0), plausible=(0.1, 0.6),
                                source="assumption; 0.3 at first, calibrated", claims=("A5",))
    support: float = declare(0.80, "Extra transfer of training with a full coaching beside it.",
                             label="Coaching beside training", unit="share", bounds=(0.0, 5.0), plausible=(0.3, 2.0),
                             source="Olivero et al. 1997 (ceiling 3.9)", basis="fitted", claims=("A4", "D3"))
    breakeven_skill: float = share(0.40, "Coaching skill below which coaching does harm.",
                                   label="Least skill of a coach", plausible=(0.3, 0.5),
                                   source="Dahling et al. 2016 (direction)", claims=("D4",))
    candour: float = share(0.49, "How far candour with the own boss depends on psychological safety.",
                           label="Candour with the boss", plausible=(0.2, 0.9),
                           source="claim D4; Jones et al. 2016 (own boss excluded); 0.5 at first, calibrated",
                           claims=("D4",))
    harm: float = declare(0.13, "Growth of fear by full coaching without any skill.", label="Harm of bad coaching",
                          unit="1/programme", bounds=(0.0, 5.0), plausible=(0.0, 0.3),
                          source="Dahling et al. 2016 (direction); 0.1 at first, calibrated", claims=("D4",))


class Exchange(Section, title="Laws: exchange"):
    """How reps learn from one another (E1, E3, E4, E6, E7)."""

    base: float = declare(0.3, "Exchange when every influence is neutral.", label="Base exchange", unit="logits",
                          bounds=(-10.0, 10.0), plausible=(-1.0, 1.0),
                          source="calibration to published patterns; -0.2 assumed at first", basis="fitted")
    individual_bonus: float = declare(1.2, "How much a full individual bonus feeds lone fighters.",
                                      label="Lone fighters by bonus", unit="logits", bounds=(0.0, 10.0),
                                      plausible=(0.4, 2.0), source="claim E1", claims=("E1",))
    shared_bonus: float = declare(1.0, "How much a full team or company bonus feeds exchange.",
                                  label="Exchange by bonus", unit="logits", bounds=(0.0, 10.0), plausible=(0.3, 2.0),
                                  source="claim E1", claims=("E1",))
    safety: float = declare(1.5, "How much psychological safety feeds exchange.", label="Exchange by safety",
                            unit="logits", bounds=(0.0, 10.0), plausible=(0.5, 3.0),
                            source="Frazier et al. 2017 (rho 0.52)", basis="recalled", claims=("E4",))
    gamification: float = declare(0.5, "How much rankings feed rivalry.", label="Rivalry by rankings", unit="logits",
                                  bounds=(0.0, 10.0), plausible=(0.0, 1.0), source="assumption", claims=("C8",))
    peer_learning: float = declare(1.4, "Rate of closing the gap to the best of the contacts when reflection, "
                                   "exchange and safety are full.", label="Learning from peers", unit="1/quarter",
                                   bounds=(0.0, 10.0), plausible=(0.5, 2.0),
                                   source="Sandvik et al. 2020, shrunk; evidence row 22: 0.12 (0.05-0.20) a quarter; "
                                   "1.25 at first, calibrated", basis="fitted", claims=("E3", "E7"))
    failure_learning: float = declare(
        0.064, "Growth of skill per colleagues' failure that is taken apart in full.", label="Learning from failures",
        unit="1/failure", bounds=(0.0, 1.0), plausible=(0.01, 0.10),
        source="Tannenbaum & Cerasoli 2013 (d 0.67); 0.055 at first, calibrated", basis="fitted", claims=("E4",))
    full_reflection: float = declare(3.8, "Reflection a quarter (meetings times share of lessons) at which two thirds "
                                     "of its effect are reached.", label="Full reflection", unit="meetings/quarter",
                                     bounds=(0.1, 50.0), plausible=(1.5, 8.0),
                                     source="assumption; 4 at first, calibrated", claims=("E3",))
    perspective: float = declare(0.58, "Extra learning by a fully mixed meeting in fully complex business.",
                                 label="Other perspectives", unit="share", bounds=(0.0, 5.0), plausible=(0.2, 1.0),
                                 source="claim E6; 0.6 at first, calibrated", claims=("E6",))


class Leading(Section, title="Laws: leading"):
    """How leaders act and react (B1, B4, D1, D2, D5)."""

    strain_from: float = share(0.55, "Pressure from which it is felt as strain.", label="Where strain begins",
                               plausible=(0.3, 0.6),
                               source="Onyemah 2008 (inverted U); evidence row 39; 0.45 at first, calibrated")
    effort: float = declare(0.47, "Gain of activity by full pressure against none.", label="Effort by pressure",
                            unit="share", bounds=(0.0, 2.0), plausible=(0.1, 0.6),
                            source="Repenning & Sterman 2001 (better before worse); 0.35 at first, calibrated",
                            basis="fitted", claims=("D1",))
    stress_response: float = declare(1.0, "How strongly missed results and shocks turn into pressure.",
                                     label="Response to stress", unit="-", bounds=(0.0, 10.0), plausible=(0.4, 2.5),
                                     source="claim D1; 1.2 at first, calibrated", claims=("D1",))
    adjustment: float = declare(0.5, "Rate at which leaders' pressure moves to what they feel they must show.",
                                label="Adjustment of pressure", unit="1/quarter", bounds=(0.0, 10.0),
                                plausible=(0.2, 1.5), source="assumption; 0.6 at first, calibrated")
    reflection_calm: float = share(0.69, "Part of that stress response which full self-reflection takes away.",
                                   label="Calm by reflection", plausible=(0.3, 1.0),
                                   source="claims B1, D1; 0.7 at first, calibrated", claims=("B1", "D1"))
    programme: float = declare(0.25, "Growth of self-reflection, listening or coaching skill by a quarter of a full "
                               "programme for leaders.", label="Effect of the programme", unit="1/quarter",
                               bounds=(0.0, 5.0), plausible=(0.1, 0.5),
                               source="assumption; Theeboom et al. 2014 (g 0.4-0.7)", claims=("B1", "D5"))
    relapse: float = declare(0.0, "Rate at which leaders fall back to where they started.", label="Relapse of leaders",
                             unit="1/quarter", bounds=(0.0, 2.0), plausible=(0.0, 0.1),
                             source="assumption; 0.03 at first, calibrated")
    attention: float = share(0.49, "Part of their listening that leaders lose under full strain.",
                             label="Attention under strain", plausible=(0.2, 0.8),
                             source="claim D1; 0.5 at first, calibrated", claims=("D1", "D5"))


class Conditions(Section, title="Laws: conditions"):
    """How the framework is perceived (A9, B3, C9, C10, C12, D6)."""

    safety_culture: float = share(0.65, "Weight of the error culture in psychological safety; the rest is the leader.",
                                  label="Safety by culture", plausible=(0.4, 0.8),
                                  source="Edmondson 1999 (antecedents)", basis="verified", claims=("A8", "E4"))
    safety_strain: float = share(0.57, "Part of psychological safety lost under full strain.",
                                 label="Safety under strain", plausible=(0.3, 0.9),
                                 source="assumption; claim D1; 0.6 at first, calibrated", claims=("D1",))
    culture_change: float = declare(
        0.13, "Rate at which work on the error culture changes it.", label="Change of culture", unit="1/quarter",
        bounds=(0.0, 5.0), plausible=(0.05, 0.25),
        source="Klamar et al. 2022 (possible, slow); 0.12 at first, calibrated", claims=("A8",))
    culture_relapse: float = declare(0.03, "Rate at which the error culture falls back without work on it.",
                                     label="Relapse of culture", unit="1/quarter", bounds=(0.0, 2.0),
                                     plausible=(0.0, 0.1), source="assumption")
    contradiction_floor: float = share(0.06,
                                       "What one fully contradicting condition leaves of coherence's geometric mean.",
                                       label="Rest under contradiction", plausible=(0.01, 0.2),
                                       source="claims C10, C12; 0.05 at first, calibrated", claims=("C10", "C12"))
    recognition_reach: float = share(0.62, "How far full work on recognition moves its practice and its object.",
                                     label="Reach of recognition", plausible=(0.3, 0.9),
                                     source="assumption; 0.7 at first, calibrated", claims=("C7", "C9"))
    guideline_reach: float = share(0.59, "How far joint guidelines resolve goal conflict and give latitude; imposed "
                                   "ones add as much density of rules.", label="Reach of guidelines",
                                   plausible=(0.3, 0.9), source="claim D6; 0.6 at first, calibrated", claims=("D6",))
    justice_autonomy: float = share(0.51,
                                    "Weight of latitude in felt procedural justice; the rest is being listened to.",
                                    label="Justice by latitude", plausible=(0.3, 0.7),
                                    source="assumption; 0.5 at first, calibrated", claims=("D6",))
    rules_reach: float = share(0.49, "How far full work on rules raises their density and takes latitude.",
                               label="Reach of rules", plausible=(0.2, 0.8),
                               source="claim C14; 0.5 at first, calibrated", claims=("C14",))
