"""Names for the people of a future: surnames that are common where German is spoken, of many origins.

A name belongs to a position and to the quarter in which its holder began. Somebody who is hired in the same quarter
in two worlds therefore bears the same name in both: it is the same person, by the same luck.
"""

from __future__ import annotations

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
