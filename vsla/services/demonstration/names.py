"""Invented people: first and family names of the region, put together by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vsla.domain.roster import Gender

if TYPE_CHECKING:
    from random import Random

WOMEN = (
    "Aimée", "Anuarite", "Asha", "Bahati", "Béatrice", "Brigitte", "Charlotte", "Chantal",
    "Clarisse", "Dorcas", "Élodie", "Espérance", "Esther", "Faida", "Feza", "Florence",
    "Francine", "Furaha", "Gisèle", "Godelieve", "Hortense", "Immaculée", "Jacqueline",
    "Joséphine", "Judith", "Kavira", "Léonie", "Louise", "Lydie", "Mado", "Mapenzi", "Marceline",
    "Mariamu", "Mwamini", "Neema", "Nyota", "Odette", "Pascaline", "Rachel", "Rehema", "Riziki",
    "Rosalie", "Salama", "Sifa", "Solange", "Stella", "Tabu", "Thérèse", "Véronique", "Yvonne",
    "Zaina", "Zawadi",
)  # fmt: skip
MEN = (
    "Adrien", "Alphonse", "Amani", "André", "Augustin", "Baraka", "Benjamin", "Bienvenu",
    "Byamungu", "Célestin", "Christophe", "Claude", "David", "Dieudonné", "Emmanuel", "Étienne",
    "Fabien", "Faustin", "Félix", "François", "Gaston", "Gédéon", "Germain", "Heri", "Honoré",
    "Innocent", "Jackson", "Janvier", "Jérôme", "Joël", "Justin", "Kambale", "Léon", "Lucien",
    "Marcel", "Mateso", "Mumbere", "Musa", "Olivier", "Pacifique", "Pascal", "Patrice", "Paulin",
    "Prosper", "Rashidi", "Roger", "Salomon", "Sylvain", "Théophile", "Urbain", "Valentin",
    "Zacharie",
)  # fmt: skip
FAMILIES = (
    "Abeka", "Adirodu", "Androsi", "Anzako", "Avochi", "Bandalo", "Batuko", "Bedidjo-Na",
    "Bironga", "Bongilo", "Budzoli", "Dhebona", "Djokaba", "Dradiro", "Duvagi", "Etabeko",
    "Gbatoli", "Itembo", "Kabuseli", "Kagoroni", "Kakuraba", "Kamatengu", "Kasonia", "Kitandalo",
    "Kpadyuni", "Lemisa", "Likambo-Ya", "Lobenga", "Lodzani", "Loriboli", "Makelo-Ti",
    "Mambisola", "Mandrenga", "Masikani", "Matabeli", "Mugenyiro", "Muhindoli", "Mukirani",
    "Mwengelo", "Ndaliko-Ra", "Ndjurabo", "Ngabusi", "Ngadjole", "Nyakabuli", "Nzaliko", "Omviko",
    "Paluka-Si", "Singilo", "Tibasala", "Udaganyi", "Unzimai", "Uvoyali", "Wanican-Do",
    "Yakotoli", "Zabuloni",
)  # fmt: skip
GROUPS = (
    "Tujenge Pamoja", "Umoja ni Nguvu", "Tumaini la Wamama", "Amani Bandama", "Jitegemee",
    "Upendo wa Jirani", "Maendeleo", "Tusaidiane", "Bidii", "Furaha Yetu", "Mwanga",
    "Neema ya Mungu", "Tuinuke", "Akiba ni Mali", "Imani", "Mkono kwa Mkono", "Tuungane",
    "Baraka", "Mavuno", "Subira", "Nuru Mpya", "Kazi na Matunda", "Shirika", "Tupendane",
    "Wamama Simameni", "Uaminifu", "Twende Mbele", "Haki na Amani", "Mbegu Njema", "Ushirika",
    "Njia Nyeupe", "Kesho Njema", "Tulinde Mali", "Wachimbaji Tuamke", "Tumaini Jipya",
    "Siri ya Maisha", "Tushikamane", "Msaada", "Mapambazuko", "Chanzo", "Heshima", "Tuvumiliane",
    "Daraja", "Ujasiri", "Mshikamano", "Faida kwa Wote", "Tujikomboe", "Mama Shujaa", "Mwamba",
    "Zawadi ya Kesho",
)  # fmt: skip
ZONES = ("Andisa", "Bakomaro", "Kilolirwa", "Lodjiroba", "Mambangala", "Nizaboko")
"""Six mining communities that are on no map."""


class Names:
    """Full names by chance, none of them twice."""

    def __init__(self, chance: Random) -> None:
        """Begin with nobody named."""
        self._chance = chance
        self._given: set[str] = set()

    def of(self, gender: Gender) -> str:
        """Invent a person.

        Args:
            gender: woman or man.

        Returns:
            First and family name.
        """
        firsts = WOMEN if gender is Gender.WOMAN else MEN
        while True:
            name = f"{self._chance.choice(firsts)} {self._chance.choice(FAMILIES)}"
            if name not in self._given:
                self._given.add(name)
                return name
