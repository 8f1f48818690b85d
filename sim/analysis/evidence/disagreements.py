"""Where the sources and the literature disagree, and what the model does about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Disagreement:
    """One statement of the sources that can be tested, what the literature says, and what the model does.

    id : letter of the row in the evidence base, section 0. claims, patterns : claims of the sources and
    patterns of the literature that it touches.
    verdict : whether the literature supports, qualifies or contradicts the statement.
    """

    id: str
    claims: tuple[str, ...]
    patterns: tuple[str, ...]
    verdict: str
    sources: str
    literature: str
    model: str

    @property
    def line(self) -> str:
        """The disagreement in one line."""
        return f"{self.sources}: {self.verdict} ({self.literature}). The model: {self.model}."


DISAGREEMENTS = (
    Disagreement("a", ("A4",), ("F1",), "qualified", "Training euphoria ebbs and nothing lasts without attitude",
                 "the motivation does, within weeks; applied skill falls slowly, 62 to 34 % in a year",
                 "two components, a fast euphoria and a slow skill"),
    Disagreement("b", ("A5",), (), "contradicted", "If the attitude changes, behaviour follows by itself",
                 "a changed intention of d 0.66 gives behaviour of d 0.36, and less under strong habits",
                 "only a part of a changed intention reaches behaviour, less the stronger the habit"),
    Disagreement("c", ("C6",), ("F13",), "qualified", "Nobody can be motivated from outside",
                 "incentives raise quantity, g 0.32 to 0.45, and crowd out interest and care",
                 "a bonus pulls those whose motive it meets, and takes weight from the attitude"),
    Disagreement("d", ("C7",), ("F14",), "qualified", "Recognition works longer and more strongly than money",
                 "longer, yes; well-designed money is stronger at first",
                 "pay is taken for granted, recognition hardly; their first sizes are parameters"),
    Disagreement("e", ("D4",), ("F2", "F3"), "contradicted", "A boss can hardly coach, a professional can",
                 "internal coaches do better on average; the coach's skill decides, and unskilled coaching harms",
                 "skill decides, harm below a threshold; the own boss also needs candour"),
    Disagreement("f", ("C11",), ("F10", "F11"), "qualified", "Only the resistance of prominent people matters",
                 "it matters more; but many small resisters also stop a diffusion below its critical mass",
                 "leaders weigh more and blunt the programme; everybody counts for the norm"),
    Disagreement("g", ("E3", "E4"), ("F4",), "supported", "Reflecting failures together is rare and valuable",
                 "+24 % during and +18 % after meetings of a sales firm; debriefs d 0.67",
                 "learning from better colleagues and from failures taken apart"),
    Disagreement("h", ("A1",), (), "unsupported", "The chance of failure is high",
                 "the often-told 70 % has no evidence", "no rate is put in; failures emerge and are counted"),
    Disagreement("i", ("D1", "D2", "B4"), ("F15",), "qualified", "Pressure brings conflict and turnover",
                 "under high pressure; moderate pressure raises activity, an inverted U",
                 "effort rises with pressure, strain only beyond a threshold"),
    Disagreement("j", ("A8", "A9"), ("F8",), "supported", "Fear of failure blocks; a no-blame setting helps",
                 "call anxiety cuts attempts, error-management training d 0.44 to 0.80; culture alone sells nothing",
                 "culture acts through trying and learning only"),
)
"""The ten statements of the evidence base, section 0."""
