"""Street names: the generic ones that every Italian town has."""

from dataclasses import replace

import numpy as np

from data.demo.geometry import stream
from data.demo.plan import Street

_PEOPLE = """Alfieri Aleardi Amati Ampère Archimede Aselli Avogadro Bandiera Baracca Barbieri Battisti Beccaria Bellini
Bissolati Bixio Boccaccio Boito Borromini Bramante Brunelleschi Buonarroti Calvi Canova Caravaggio Carducci Carissimi
Cattaneo Catalani Cellini Cherubini Cilea Cimabue Cimarosa Colombo Copernico Corelli Correggio Cossa Crispi Crocifissa
Curie Dante D'Annunzio D'Azeglio Deledda Depretis Diaz Donatello Donizetti Einaudi Ferraris Fermi Fieschi Fogazzaro
Foscolo Fratelli-Cairoli Fratelli-Rosselli Frescobaldi Galilei Galvani Gaspara-Stampa Ghiberti Giolitti Giordano
Giorgione Giotto Giusti Gobetti Goldoni Gramsci Gramme Guarneri Guerrazzi Keplero Leoncavallo Leopardi Lippi Lulli
Machiavelli Malpighi Mameli Manin Mantegna Manzoni Marcello Marconi Mascagni Masaccio Matteotti Meucci Metastasio
Minghetti Monti Montessori Monteverdi Morandi Nievo Nenni Negri Newton Nullo Oberdan Pacinotti Paganini Paisiello
Palladio Parini Pascoli Pasteur Pellico Pergolesi Perotti Petrarca Piave Pirandello Pisacane Platina Ponchielli Prati
Puccini Raffaello Ricasoli Righi Ruffini Rossini Rosmini Salieri Salvemini Sauro Savonarola Scarlatti Segantini
Signorelli Spallanzani Spontini Stoppani Tartini Tasso Tiepolo Tintoretto Tiziano Togliatti Torricelli Toscanini
Toti Turati Vasari Verdi Verga Veronese Vespucci Vico Virgilio Vittorini Vivaldi Volta Zandonai Zanardelli Zara"""
_PLACES = """Adamello Adda Adige Ancona Aosta Arezzo Arno Assisi Asti Bassano Belluno Bergamo Bologna Bolzano Brennero
Brescia Cadore Carso Como Corsica Cortina Crema Curtatone Custoza Dalmazia Faenza Ferrara Firenze Fiume Garda Genova
Goito Gorizia Grappa Imola Isonzo Istria Lecco Livorno Lodi Lucca Mantova Marsala Milazzo Mincio Modena Montello
Monza Napoli Novara Oglio Padova Palermo Palestrina Parma Pasubio Pavia Perugia Pesaro Piacenza Pisa Pola Pordenone
Ravenna Rimini Roma Rovereto Rovigo Sabotino Sacile Sassari Savona Serio Siena Sondrio Spalato Stelvio Tagliamento
Tanaro Ticino Tonale Torino Trebbia Treviso Trieste Udine Varese Venezia Verbano Vercelli Verona Vicenza Volturno"""
_FURTHER = """Abruzzo Amsterdam Anversa Apuania Atene Avellino Barcellona Bari Basilicata Belgrado Benevento Berlino
Biella Bordeaux Brindisi Bruxelles Budapest Cagliari Calabria Campania Caserta Catania Cesena Chieti Copenaghen Cosenza
Cuneo Dublino Elba Enna Foggia Forlì Friuli Ginevra Grado Grosseto Helsinki Imperia Ischia Ivrea Lazio Lecce Liguria
Lione Lisbona Londra Lombardia Lussemburgo Macerata Madrid Malta Marche Marsiglia Matera Messina Molise Monaco Nuoro
Oristano Oslo Parigi Piemonte Pistoia Potenza Praga Prato Puglia Ragusa Reggio Rieti Salerno Sardegna Sicilia Siracusa
Stoccolma Taranto Teramo Terni Toscana Trapani Trento Umbria Valtellina Varsavia Veneto Versilia Viterbo Vienna
Zagabria Zurigo Agrigento Alessandria Anzio Bardonecchia Bormio Caltanissetta Capri Cervinia Chiavari Civitavecchia
Courmayeur Domodossola Fano Finale Fiesole Gallipoli Lampedusa Lerici Loano Merano Monfalcone Noto Orvieto Ostuni
Otranto Portofino Procida Recanati Riccione Rapallo Sanremo Spoleto Tivoli Todi Urbino Volterra"""
_NATURE = """Acacie Aceri Allodole Betulle Biancospini Castagni Cedri Ciliegi Faggi Frassini Gelsi Gelsomini Ginestre
Glicini Ippocastani Lecci Magnolie Mandorli Noci Noccioli Oleandri Olmi Ontani Peschi Pini Pioppi Platani Querce
Robinie Rondini Roveri Salici Sambuchi Usignoli Viole"""
_TRADES = """Arcaroli Armaioli Bottai Calderai Cappellai Carradori Conciatori Cordai Fabbri Fornai Funari Guantai Librai
Liutai Macellai Maniscalchi Molini Oresi Orti Panettieri Pellicciai Pescatori Ramai Sarti Sellai Tintori
Torri Vasai Vetrai"""
_SAINTS = """Agnese Alessandro Ambrogio Andrea Antonio Apollinare Bernardo Biagio Carlo Caterina Cecilia Cristoforo
Domenico Eusebio Fermo Filippo Francesco Gallo Giacomo Giorgio Giovanni Giuseppe Ilario Lazzaro Leonardo Lorenzo
Lucia Marco Margherita Maria Marta Martino Matteo Michele Nazaro Nicola Omobono Orsola Paolo Pietro Quirico Rocco
Salvatore Sebastiano Siro Sofia Stefano Teresa Tommaso Vincenzo Vito Zeno"""


_FEMININE = frozenset(
    (
        "Acacie",
        "Allodole",
        "Betulle",
        "Ginestre",
        "Magnolie",
        "Querce",
        "Robinie",
        "Rondini",
        "Torri",
        "Viole",
    )
)
_VOWEL = frozenset(
    (
        "Aceri",
        "Arcaroli",
        "Armaioli",
        "Ippocastani",
        "Oleandri",
        "Olmi",
        "Ontani",
        "Oresi",
        "Orti",
        "Usignoli",
    )
)


def _pool(words: str, prefix: str) -> list[str]:
    return [f"{prefix} {word.replace('-', ' ')}" for word in words.split()]


def _saint(prefix: str) -> list[str]:
    female = {
        "Agnese",
        "Caterina",
        "Cecilia",
        "Lucia",
        "Margherita",
        "Maria",
        "Marta",
        "Orsola",
        "Sofia",
        "Teresa",
    }
    names = []
    for name in _SAINTS.split():
        title = "Santa" if name in female else "San"
        if name == "Stefano":
            title = "Santo"
        join = "Sant'" if name[0] in "AEIOU" else f"{title} "
        names.append(f"{prefix} {join}{name}")
    return names


def name_streets(streets: list[Street]) -> list[Street]:
    """Give names to the minor streets: trades and saints inside the ring, people and places outside.

    Service roads stay without a name, as in most registers; the longest streets are served first.
    """
    rng = stream("names")
    old = _shuffled(_saint("Via") + _pool(_TRADES, "Via dei") + _pool(_PEOPLE, "Via")[::3], rng)
    old += _shuffled(_saint("Contrada") + _pool(_PEOPLE, "Contrada")[1::3], rng)
    alleys = _shuffled(_pool(f"{_TRADES} {_NATURE}", "Vicolo dei") + _saint("Vicolo"), rng) + _pool(
        _PEOPLE, "Vicolo"
    )
    new = _shuffled(_pool(_PEOPLE, "Via") + _pool(_PLACES, "Via") + _pool(_NATURE, "Via dei"), rng)
    new += _shuffled(_pool(_FURTHER, "Via"), rng)
    used = {street.name for street in streets}
    order = sorted(range(len(streets)), key=lambda i: (-round(streets[i].line.length, 1), i))
    named = list(streets)
    for index in order:
        street = streets[index]
        if street.name or street.road_class in ("service", "track", "footway", "cycleway"):
            continue
        pool = _pool_for(street, old, alleys, new)
        name = next((name for name in pool if name not in used), "")
        used.add(name)
        named[index] = replace(street, name=_agreeing(name))
    return named


def _pool_for(street: Street, old: list[str], alleys: list[str], new: list[str]) -> list[str]:
    inside = street.width_m < 8.9
    if inside and street.line.length < 75:
        return alleys
    return old if inside else new


def _agreeing(name: str) -> str:
    """Put the article that the noun asks for."""
    prefix, _, noun = name.partition(" dei ")
    if noun in _FEMININE:
        return f"{prefix} delle {noun}"
    return f"{prefix} degli {noun}" if noun in _VOWEL else name


def _shuffled(names: list[str], rng: np.random.Generator) -> list[str]:
    return [names[i] for i in rng.permutation(len(names))]
