"""What a scenario says about the framework people work in, and about those who lead."""

from __future__ import annotations

from pydantic import model_validator

from sim.parameters.declare import Section, declare, share

SHARE_TOLERANCE = 1e-9


class Bonus(Section, title="Framework: bonus"):
    """Variable pay: how much, for whom, and for what."""

    individual: float = share(0.80, "Part of the variable pay that depends on the rep's own results.",
                              label="Bonus: individual part", plausible=(0.0, 1.0), source="claim E1; Kieser 2018",
                              basis="input", claims=("E1",))
    team: float = share(0.10, "Part that depends on the team's results.", label="Bonus: team part",
                        plausible=(0.0, 1.0), source="claim E1", basis="input", claims=("E1",))
    company: float = share(0.10, "Part that depends on the company's results.", label="Bonus: company part",
                           plausible=(0.0, 1.0), source="claim E1", basis="input", claims=("E1",))
    variable_share: float = share(0.15, "Variable part of the target income.", label="Variable part of income",
                                  plausible=(0.0, 0.5), source="Kieser 2018: 15 % inside, 30 % field",
                                  basis="second-hand")
    new_business_share: float = share(0.30, "Part of the variable pay that rewards new business (the rest rewards the "
                                      "existing book).", label="Bonus for new business", plausible=(0.0, 1.0),
                                      source="assumption", basis="input", claims=("C9", "C10"))

    @model_validator(mode="after")
    def _mix_is_whole(self) -> Bonus:
        total = self.individual + self.team + self.company
        if abs(total - 1.0) > SHARE_TOLERANCE:
            raise ValueError(f"individual + team + company must add to 1, they add to {total:g}")
        return self


class Framework(Section, title="Framework"):
    """The strong conditions: what is paid, praised, promoted, allowed and talked about."""

    bonus: Bonus = Bonus()
    error_culture: float = share(0.40, "How errors are treated (0 blame, 1 learning).", label="Error culture",
                                 plausible=(0.0, 1.0), source="claims A8, A9, E4", basis="input",
                                 claims=("A8", "A9", "E4"))
    opinion_leader_resistance: float = share(0.30,
                                             "Resistance of the opinion leaders against the change, open or hidden.",
                                             label="Resistance of opinion leaders", plausible=(0.0, 1.0),
                                             source="claim C11; Hayati 2018", basis="input", claims=("C11", "A6"))
    recognition_practice: float = share(0.35, "How often good work is visibly recognised.",
                                        label="Recognition in practice", plausible=(0.0, 1.0), source="claims C7, C9",
                                        basis="input", claims=("C7", "C9"))
    recognition_for_selling: float = share(0.30, "Part of that recognition which goes to the new behaviour (the rest "
                                           "honours advising).", label="Recognition for selling", plausible=(0.0, 1.0),
                                           source="claim C9", basis="input", claims=("C9", "C10"))
    careers_for_selling: float = share(0.30, "How far promotions go to those who show the new behaviour.",
                                       label="Careers for selling", plausible=(0.0, 1.0), source="claim C9",
                                       basis="input", claims=("C9", "C10"))
    rules_density: float = share(0.40, "Density of rules and standard processes.", label="Density of rules",
                                 plausible=(0.0, 1.0), source="claims C9, C14", basis="input", claims=("C9", "C14"))
    autonomy: float = share(0.60, "Latitude of decision in front of the customer.", label="Latitude with the customer",
                            plausible=(0.0, 1.0), source="claims E2, D6", basis="input", claims=("E2", "D6"))
    meetings_per_quarter: float = declare(3.0, "Sales meetings.", label="Sales meetings", unit="1/quarter",
                                          bounds=(0.0, 26.0), plausible=(1.0, 13.0), source="seed 004: once a month",
                                          basis="input", claims=("E3",))
    reflection_share: float = share(0.10, "Part of meeting time spent on why deals were won or lost, not on figures.",
                                    label="Time for lessons", plausible=(0.0, 1.0), source="seed 004: rarely",
                                    basis="input", claims=("E3", "E7"))
    cross_functional_share: float = share(0.0, "Share of people from other functions in the meetings.",
                                          label="People from other functions", plausible=(0.0, 0.5), source="claim E6",
                                          basis="input", claims=("E6",))
    goal_conflict: float = share(0.40, "Gap between what top management preaches (care) and what is demanded (orders).",
                                 label="Goal conflict", plausible=(0.0, 1.0), source="claim D2", basis="input",
                                 claims=("D2",))
    workload: float = share(0.50, "Everyday demands before any change (0 slack, 1 at the limit).",
                            label="Everyday workload", plausible=(0.2, 0.9), source="claim C9; assumption",
                            basis="input", claims=("C3", "C9"))
    networking_time: float = share(0.0, "Working time protected for strategic contacts.",
                                   label="Time for strategic contacts", plausible=(0.0, 0.2), source="claim C16",
                                   basis="input", claims=("C16",))


class Leadership(Section, title="Leadership"):
    """The team leaders at the start."""

    pressure: float = share(0.40, "Pressure for results that leaders pass on in normal times.",
                            label="Pressure for results", plausible=(0.1, 0.9), source="evidence row 39 (optimum 0.45)",
                            basis="input", claims=("D1", "B4"))
    listening: float = share(0.50, "How far leaders listen and take problems seriously.", label="Listening",
                             plausible=(0.2, 0.9), source="claim D5", basis="input", claims=("D5",))
    coaching_skill: float = share(0.40, "Leaders' skill as coaches of their own reps.", label="Coaching skill",
                                  plausible=(0.1, 0.8), source="Dahling 2016 (direction)", basis="input",
                                  claims=("D4",))
    self_reflection: float = share(0.30, "How far leaders examine their own assumptions.", label="Self-reflection",
                                   plausible=(0.0, 0.9), source="claim B1", basis="input", claims=("B1",))
    spread: float = declare(0.10, "Standard deviation between leaders of each of these.",
                            label="Differences between leaders", unit="0-1", bounds=(0.0, 0.5), plausible=(0.0, 0.2),
                            source="assumption")
    ambition: float = declare(0.0, "Growth of results that leaders are measured on, beyond the start.",
                              label="Growth demanded", unit="share/year", bounds=(-0.5, 2.0), plausible=(0.0, 0.2),
                              source="assumption", basis="input")
