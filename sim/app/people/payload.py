"""Payload of the people of one future for the browser: names, states, numbers, links and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.app.people.future import Future, follow
from sim.app.people.layout import places_of
from sim.arrays import Array
from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, catalogue, say

TOOL = "tool"
"""Table of a room with the words that differ."""


def worded(lang: Language, name: str, selling: bool, /, **values: object) -> str:
    """Return the text of that name, or the one that takes its place where the behaviour is the use of a tool."""
    room, _, key = name.partition(".")
    other = f"{room}.{TOOL}.{key}"
    return say(lang, name if selling or other not in catalogue(lang) else other, **values)


# --- names of people -------------------------------------------------------------------------------------------------

# A name belongs to a position and to the quarter in which its holder began. Somebody who is hired in the same quarter
# in two cases therefore has the same name in both: it is the same person, with the same luck.

LIST = """
Müller Yılmaz Schmidt Nowak Schneider Kaya Fischer Hoxha Weber Kowalski Meyer Demir Wagner Petrović Becker Rossi
Schulz Nguyen Hoffmann Çelik Koch Novak Bauer Haddad Richter Santos Klein Jovanović Wolf Şahin Schröder Bianchi
Neumann Popescu Schwarz Aydın Zimmermann Krasniqi Braun Costa Krüger Ivanov Hofmann Öztürk Hartmann Kovačević Lange
Ferrari Werner Arslan Krause Horvat Lehmann Silva Köhler Berisha Maier Wójcik Huber Doğan Mayer Nikolić Herrmann
Esposito König Schulze Walter Tran Fuchs Kılıç Kaiser Marković Peters Moretti Lang Shala Scholz Kamiński Möller Polat
Weiß Ricci Jung Aslan Hahn Babić Schubert Pereira Vogel Gashi Friedrich Georgiou Keller Özdemir Günther Romano Frank
Stojanović Berger Lewandowski Winkler Yıldız Roth Papadopoulos Beck Ahmadi Lorenz Kurt Baumann Marino Franke Pavlović
Albrecht Koç Schuster Ferreira Simon Zieliński Ludwig Hasani Böhm Greco Winter Aksoy Kraus Horváth Martin Ilić
Schumacher Bruno Krämer Erdoğan Vogt Szymański Stein Morina Jäger Conti Otto Karaca Sommer Nagy Groß Kostić Seidel
Gallo Heinrich Bulut Brandt Dąbrowski Haas Rexhepi Schreiber Lombardi Graf Özkan Schulte Tóth Dietrich Mitrović
Ziegler Fontana Kuhn Güneş Kühn Kozłowski Pohl Thaqi Engel Ramirez Horn Yavuz Busch Szabó Bergmann Lukić Thomas Caruso
Voigt Uzun Sauer Jankowski Arnold Bytyqi Wolff Fernandes Pfeiffer Acar Gruber Steiner Moser Egger Brunner Pichler
Wallner Eder Baumgartner Frei Zürcher Aebischer Meister Gerber
"""
SURNAMES = tuple(LIST.split())
"""Surnames in an order in which neighbours differ in origin."""
INITIALS = "AMLSTJKENDPRBCFGHIOVWZ"
"""First letters of given names, for where a team has had more people than there are surnames."""


def name_of(slot: int, place: int, size: int, began: int) -> str:
    """Name of the person who began in that quarter (0: the first day) in a position.

    `place` is the position's place in its team of `size`. Within a team no name comes twice: the people of a team
    count through the list, a whole team further on for every quarter; behind its end they get a first letter.
    """
    number = place + size * began
    around, _ = divmod(number, len(SURNAMES))
    surname = SURNAMES[(slot - place + number) % len(SURNAMES)]
    return surname if not around else f"{initials(around)} {surname}"


def initials(number: int) -> str:
    """First letters that tell namesakes apart: A., M., ..., then two of them."""
    text = ""
    while number > 0:
        number, letter = divmod(number - 1, len(INITIALS))
        text = f"{INITIALS[letter]}. {text}"
    return text.strip()


def id_of(slot: int, began: int) -> str:
    """Identifier of a person: the position, and the quarter of the beginning for those hired later."""
    return f"{slot}-{began}" if began else str(slot)


Letters = npt.NDArray[np.str_]
TRIES_FROM = 2.0 / 3.0
"""Part of the goal's level from which somebody tries: at half of it even a force with which nothing is done would
count as trying, because its everyday leads it there."""
MOST_PEOPLE = 400
"""Positions up to which everybody has a place in the picture; a larger force is shown by teams."""
LETTERS = "atsbdv"
"""Advises, tries, sells (adopted), blocks, dedicated seller, vacant; ``-`` stands for a position not yet opened."""
NUMBERS = {"behaviour": 100, "fear": 100, "energy": 100, "recognition": 100, "customers": 1}
"""Values reported for everybody in every quarter, with the factor that makes them whole numbers."""
Holder = tuple[int, str, str]
"""First quarter in which somebody works in a position, identifier and name."""


def people_of(scenario: Scenario, strategy: str, seed: int, run: int, *, side: str = "left", label: str = "",
              lang: Language = "de", most: int = MOST_PEOPLE) -> dict[str, Any]:
    """One future of one strategy as the component draws it; see `of_future`."""
    return of_future(follow(scenario, strategy, seed, run), side=side, label=label, lang=lang, most=most)


def of_future(future: Future, *, side: str = "left", label: str = "", lang: Language = "de",
              most: int = MOST_PEOPLE) -> dict[str, Any]:
    """Plain JSON of a future.

    A person of ``persons`` is a position; ``holders`` lists who held it, from which quarter on; ``leader`` says that
    an opinion leader did, ``leaders`` which positions had one in each quarter. ``state`` holds one letter per position
    and quarter (`LETTERS`), ``crowd`` how many of a team have each letter, in their order. Beyond `most` positions
    there is only the crowd.
    """
    letters, teams = letters_of(future), future.setup.teams
    payload: dict[str, Any] = {
        "side": side, "label": label or future.scenario.strategy(future.strategy).title, "run": future.run,
        "quarters": future.quarters, "teams": teams.count, "repTeams": teams.rep_teams,
        "teamNames": [team_name(lang, team, teams.rep_teams) for team in range(teams.count)],
        "level": round(100 * float(future.scenario.goals.adoption_level)), "whole": future.slots > most,
        "tool": not future.scenario.behaviour.is_selling, "sentence": sentence_of(letters, future, lang)}
    if future.slots > most:
        return payload | {"persons": [], "edges": [], "places": [], "state": [], "numbers": {}, "leaders": [],
                          "crowd": crowd_of(letters, teams.team_of, teams.count)}
    return payload | {
        "persons": persons_of(future), "edges": edges_of(future), "places": places_of(future.setup),
        "state": ["".join(row) for row in letters], "crowd": [], "leaders": leaders_of(future, letters),
        "numbers": {name: whole(future[name] * times) for name, times in NUMBERS.items()}}


def letters_of(future: Future) -> Letters:
    """Behaviour of everybody in every quarter, as letters: (quarters + 1, positions).

    Adopted is who reaches the level of the scenario's goal, as in the outcome `adoption`. Blocks whose blocking
    outweighs the attitude to selling: the engine's own line between the blocked and the willing.
    """
    level, shown = future.scenario.goals.adoption_level, future["behaviour"]
    letters = np.where(shown >= TRIES_FROM * level, "t", "a")
    letters = np.where(future["attitude"] < future["blocking"], "b", letters)
    letters = np.where(shown >= level, "s", letters)
    letters = np.where(future["seller"] > 0.0, "d", letters)
    letters = np.where(future["worked"] > 0.0, letters, "v")
    return np.where(future["opened"] > 0.0, letters, "-")


def holders_of(future: Future) -> list[list[Holder]]:
    """Who held each position, one after the other; somebody hired in a quarter begins in the next one."""
    team_of = future.setup.teams.team_of
    first = np.searchsorted(team_of, team_of)
    size = np.bincount(team_of)[team_of]
    began = [[0] * int(future["worked"][0, slot] > 0.0)
             + [int(q) + 1 for q in np.flatnonzero(future["hired"][:-1, slot])] for slot in range(future.slots)]
    return [[(q, id_of(slot, q), name_of(slot, int(slot - first[slot]), int(size[slot]), q)) for q in began[slot]]
            for slot in range(future.slots)]


def persons_of(future: Future) -> list[dict[str, Any]]:
    """The people by position: team, holders and prominence."""
    prominent, team_of = future["leader"].max(axis=0), future.setup.teams.team_of
    persons, reps = [], future.scenario.organisation.reps
    for slot, holders in enumerate(holders_of(future)):
        _, person, name = holders[0] if holders else (0, id_of(slot, 0), "")
        persons.append({"id": person, "name": name, "team": int(team_of[slot]), "leader": bool(prominent[slot]),
                        "job": "seller" if slot >= reps else "advisor",
                        "holders": [list(holder) for holder in holders]})
    return persons


def leaders_of(future: Future, letters: Letters) -> list[list[int]]:
    """Positions of opinion leaders, quarter by quarter; a newcomer must first become established."""
    listened = (future["leader"] > 0.0) & np.isin(letters, list("atsb"))
    return [np.flatnonzero(row).tolist() for row in listened]


def edges_of(future: Future) -> list[list[int]]:
    """Undirected links of the network, each pair once."""
    contacts = future.contacts()
    pairs = {(min(i, int(j)), max(i, int(j))) for i in range(future.slots) for j in contacts[:, i]}
    return [list(pair) for pair in sorted(pairs) if pair[0] != pair[1]]


def crowd_of(letters: Letters, team_of: npt.NDArray[np.int64], count: int) -> list[list[list[int]]]:
    """Number of people with each letter, by quarter and team: lists of (quarters + 1, teams, letters)."""
    return [[np.bincount(team_of[row == letter], minlength=count).tolist() for letter in LETTERS]
            for row in letters]


def sentence_of(letters: Letters, future: Future, lang: Language) -> str:
    """The picture in one sentence, for those who cannot see it: the states of the last quarter."""
    counted = [(letter, int((letters[-1] == letter).sum())) for letter in LETTERS]
    parts = in_words(counted, future.scenario.behaviour.is_selling, lang)
    title = future.scenario.strategy(future.strategy).title
    return say(lang, "people.sentence", strategy=title, quarter=future.quarters, parts=parts)


def counts_of(sides: Sequence[Mapping[str, Any]], lang: Language) -> list[str]:
    """Text for each quarter, including the first day: how many are in which state, on both sides."""
    told = []
    for quarter in range(sides[0]["quarters"] + 1 if sides else 0):
        both = " ".join(say(lang, "player.counts", side=side["label"], parts=parts_of(side, quarter, lang)) + "."
                        for side in sides)
        when = say(lang, "player.quarter", n=quarter, total=sides[0]["quarters"]) if quarter else \
            say(lang, "player.first_day")
        told.append(say(lang, "player.announce", quarter=when, counts=both))
    return told


def parts_of(side: Mapping[str, Any], quarter: int, lang: Language) -> str:
    """States and how many people are in each, those that occur."""
    counted = [(letter, sum(side["crowd"][quarter][k]) if side["whole"] else side["state"][quarter].count(letter))
               for k, letter in enumerate(LETTERS)]
    return in_words(counted, not side["tool"], lang)


def in_words(counted: Sequence[tuple[str, int]], selling: bool, lang: Language) -> str:
    """States that occur, with their numbers."""
    return ", ".join(f"{worded(lang, f'people.state.{letter}', selling)} {n}" for letter, n in counted if n)


def team_name(lang: Language, team: int, rep_teams: int) -> str:
    """Teams of reps are numbered; those of added sellers are called so."""
    if team < rep_teams:
        return say(lang, "people.team", number=team + 1)
    return say(lang, "people.team_of_sellers", number=team - rep_teams + 1)


def whole(table: Array) -> list[list[int]]:
    """Round to whole numbers, which are shorter to send and finer than visible."""
    return [[int(value) for value in row] for row in np.rint(table)]


def typical_run(differences: npt.ArrayLike, among: int = 20) -> int:
    """Return the index of the run whose difference is nearest the median, among the first ones.

    A story is told of one future. This is the one in which the strategies differ about as they usually do.
    """
    values = np.asarray(differences, dtype=np.float64)[:among]
    return int(np.argmin(np.abs(values - np.median(values))))
