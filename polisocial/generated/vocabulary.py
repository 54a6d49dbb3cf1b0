"""The words that generated projects are made of, in both languages.

The order is the frequency: the first words are in many projects, the last in few.
"""


def words(text):
    return text.split()


def pairs(text):
    """`acqua water, energia energy` as pairs; a `_` is a space inside a word."""
    halves = (each.split() for each in text.split(","))
    return [(it.replace("_", " "), en.replace("_", " ")) for it, en in halves]


THEMES = pairs("""
    salute health, scuola school, cooperazione cooperation, inclusione inclusion,
    quartiere neighbourhood, energia energy, casa housing, cibo food, acqua water,
    clima climate, lavoro work, salute_mentale mental_health, sport sport,
    periferie suburbs, spazio_pubblico public_space, disabilità disability,
    agricoltura agriculture, donne women, giovani young_people,
    anziani elderly_people, carcere prison, educazione education,
    accessibilità accessibility, cultura culture, verde green_areas,
    mobilità mobility, sostenibilità sustainability, rifiuti waste, robotica robotics,
    design design, comunità community, riuso reuse, migrazione migration,
    patrimonio heritage, montagna mountains, innovazione innovation, bambini children,
    legalità legality, ospedale hospital, riabilitazione rehabilitation,
    foreste forests, autismo autism, povertà_energetica energy_poverty,
    mercato market, parco park, biblioteca library, terremoto earthquake,
    alluvione flood, suolo soil, biodiversità biodiversity, telemedicina telemedicine,
    protesi prostheses, architettura architecture, cantiere building_site,
    cortile courtyard, orto kitchen_garden, bicicletta bicycle, teatro theatre,
    museo museum, musica music, matematica mathematics, sensori sensors,
    microrete microgrid, pozzo well, latrina latrine, irrigazione irrigation,
    pesca fishing, pascolo grazing, cacao cocoa, caffè coffee, riso rice,
    bambù bamboo, terra_cruda raw_earth, legno timber, biochar biochar,
    compost compost, batterie batteries, stampa_3D 3D_printing, droni drones,
    satelliti satellites, dialetti dialects, memoria memory, archivio archive,
    fotografia photography, cinema cinema, fumetto comics, ludoteca toy_library,
    asilo nursery, consultorio health_centre, ostetricia midwifery, malaria malaria,
    tubercolosi tuberculosis, diabete diabetes, osteoporosi osteoporosis,
    ictus stroke, dislessia dyslexia, sordità deafness, cecità blindness,
    esoscheletro exoskeleton, carrozzina wheelchair, ippoterapia hippotherapy,
    arrampicata climbing, canottaggio rowing, palestra gym, piscina swimming_pool,
    tifone typhoon, siccità drought, frana landslide, ghiacciaio glacier,
    laguna lagoon, mangrovia mangrove, barriera_corallina coral_reef, alveare beehive,
    lombrichi earthworms, meliponicoltura stingless_beekeeping,
    itticoltura fish_farming, idroponica hydroponics, spirulina spirulina,
    cassava cassava, sorgo sorghum, quinoa quinoa, moringa moringa, vetiver vetiver,
    sughero cork, canapa hemp, lana wool, tessitura weaving, ceramica ceramics,
    oreficeria goldsmithing, liuteria violin_making, falegnameria carpentry,
    ciclofficina bicycle_workshop
""")
AIMS = pairs("""
    Reti Networks, Percorsi Paths, Strumenti Tools, Spazi Spaces,
    Laboratori Workshops, Strategie Strategies, Nuove_forme New_forms,
    Officine Open_workshops, Cantieri Building_sites, Mappe Maps, Alleanze Alliances,
    Palestre Training_grounds
""")
TITLES = [
    ("{aim} per {a} e {b}", "{aim} for {a} and {b}"),
    ("{aim} tra {a}, {b} e {c}", "{aim} between {a}, {b} and {c}"),
    ("{aim} di {a} a {town}", "{aim} of {a} in {town}"),
    ("{aim} di {a}: {b}, {c} e diritti", "{aim} of {a}: {b}, {c} and rights"),
]
SENTENCES = [
    (
        "Il gruppo si occupa di {a} e {b} con chi abita a {town}.",
        "The team works on {a} and {b} with the people who live in {town}.",
    ),
    (
        "Un anno di ascolto ha mostrato quanto {a} e {b} siano legati.",
        "A year of listening has shown how closely {a} and {b} are tied.",
    ),
    (
        "Dalla ricerca nasce un prototipo, usato dalle persone: {a}, {b}, {c}.",
        "Research leads to a prototype, used by people: {a}, {b}, {c}.",
    ),
    (
        "I partner mettono in comune dati e competenze su {a}.",
        "The partners share data and skills about {a}.",
    ),
    (
        "Le attività toccano {a} e {b}, e restano aperte a tutti.",
        "The activities touch on {a} and {b}, and stay open to everyone.",
    ),
    (
        "A {town} apre un punto di incontro dedicato a {a}.",
        "In {town} a meeting point about {a} opens.",
    ),
    (
        "Studenti e docenti progettano insieme, a partire da {a}.",
        "Students and teachers design together, starting from {a}.",
    ),
    (
        "I risultati su {a} e {b} sono pubblicati e si possono riusare.",
        "The results on {a} and {b} are published and can be used again.",
    ),
    (
        "La prova sul campo riguarda {a}; poi il metodo passa ad altre città.",
        "The field trial is about {a}; then the method moves to other cities.",
    ),
    (
        "Senza {a} non c'è {b}: è il punto di partenza.",
        "There is no {b} without {a}: that is where it starts.",
    ),
    (
        "Una rete di associazioni cura {a}, {b} e la vita del rione.",
        "A network of associations takes care of {a}, {b} and local life.",
    ),
    (
        "Il modello unisce {a} e {b} a basso costo.",
        "The model joins {a} and {b} at low cost.",
    ),
    (
        "Famiglie e volontari misurano {a} ogni settimana.",
        "Families and volunteers measure {a} every week.",
    ),
    (
        "Un manuale libero spiega come ripetere l'esperienza: {a}, {b}.",
        "A free handbook explains how to repeat the experience: {a}, {b}.",
    ),
    (
        "Il centro di {town} riceve un servizio nuovo per {a}.",
        "The centre of {town} receives a new service for {a}.",
    ),
    (
        "Gli strumenti costano poco e servono a chi si occupa di {a}.",
        "The tools cost little and serve those who deal with {a}.",
    ),
    (
        "Tra gli effetti attesi: più {a}, meno sprechi, {b} vicino a casa.",
        "Among the expected effects: more {a}, less waste, {b} close to home.",
    ),
    (
        "Il recupero di un edificio ospita {a} e {b}.",
        "A recovered building hosts {a} and {b}.",
    ),
    (
        "Medici, tecnici e cittadini discutono di {a} in incontri mensili.",
        "Doctors, engineers and citizens discuss {a} in monthly meetings.",
    ),
    (
        "Il sistema prevede {a} con anticipo e avvisa la popolazione.",
        "The system foresees {a} in advance and warns the population.",
    ),
]
DEPARTMENTS = [
    ("DESIGN", "Design", "Design"),
    ("DASTU", "Architettura e studi urbani", "Architecture and Urban Studies"),
    ("DEIB", "Elettronica e informazione", "Electronics and Information"),
    ("DABC", "Ambiente costruito", "Built Environment"),
    ("DENG", "Energia", "Energy"),
    ("DICA", "Ingegneria civile", "Civil Engineering"),
    ("DIG", "Gestione", "Management"),
    ("DMEC", "Meccanica", "Mechanics"),
    ("DCMC", "Chimica e materiali", "Chemistry and Materials"),
    ("DMAT", "Matematica", "Mathematics"),
    ("DFIS", "Fisica", "Physics"),
    ("DAER", "Scienze aerospaziali", "Aerospace Science"),
]
# Town, its name in English where it has another, country, latitude, longitude.
TOWNS = [
    ("Milano", "Milan", "IT", "45.46", "9.19"),
    ("Roma", "Rome", "IT", "41.90", "12.50"),
    ("Torino", "Turin", "IT", "45.07", "7.69"),
    ("Lecco", "", "IT", "45.86", "9.39"),
    ("Nairobi", "", "KE", "-1.29", "36.82"),
    ("Mantova", "Mantua", "IT", "45.16", "10.79"),
    ("Piacenza", "", "IT", "45.05", "9.69"),
    ("Maputo", "", "MZ", "-25.97", "32.58"),
    ("Cremona", "", "IT", "45.13", "10.02"),
    ("Genova", "Genoa", "IT", "44.41", "8.93"),
    ("Brescia", "", "IT", "45.54", "10.22"),
    ("Kigali", "", "RW", "-1.94", "30.06"),
    ("Pioltello", "", "IT", "45.50", "9.33"),
    ("Napoli", "Naples", "IT", "40.85", "14.27"),
    ("Addis Abeba", "Addis Ababa", "ET", "9.03", "38.74"),
    ("Como", "", "IT", "45.81", "9.09"),
    ("Sesto San Giovanni", "", "IT", "45.53", "9.24"),
    ("Quito", "", "EC", "-0.18", "-78.47"),
    ("Palermo", "", "IT", "38.12", "13.36"),
    ("Beirut", "", "LB", "33.89", "35.50"),
    ("L'Aquila", "", "IT", "42.35", "13.40"),
    ("Dakar", "", "SN", "14.72", "-17.47"),
    ("Lodi", "", "IT", "45.31", "9.50"),
    ("Kampala", "", "UG", "0.35", "32.58"),
    ("Amatrice", "", "IT", "42.63", "13.29"),
    ("Kathmandu", "", "NP", "27.72", "85.32"),
    ("Bergamo", "", "IT", "45.70", "9.67"),
    ("San Paolo", "São Paulo", "BR", "-23.55", "-46.63"),
    ("Sondrio", "", "IT", "46.17", "9.87"),
    ("Amman", "", "JO", "31.95", "35.93"),
    ("Varese", "", "IT", "45.82", "8.83"),
    ("Bogotá", "", "CO", "4.71", "-74.07"),
    ("Matera", "", "IT", "40.67", "16.60"),
    ("Tunisi", "Tunis", "TN", "36.81", "10.18"),
]
CORNERS = [
    ("Mercato", "Market"),
    ("Cascina", "Farmstead"),
    ("Scuola", "School"),
    ("Parco", "Park"),
    ("Ospedale", "Hospital"),
    ("Piazza", "Square"),
    ("Biblioteca", "Library"),
    ("Stazione", "Station"),
]
NEIGHBOURHOODS = words("""
    Lambro Olona Giardini Fontana Acquedotto Fornace Mulino Ponte Torri Darsena
    Filanda Ferrovia Baricentro Belvedere Bassi Castagneto Chiesa Crocetta Dogana
    Frutteto Ghiaia Lavanderie Magnolie Martiri Naviglio Olmi Pergolato Pozzi Querce
    Risaia Rondò Salici Segheria Tigli Vigna Zecca
""")
FIRST_NAMES = words("""
    Anna Marco Giulia Luca Francesca Andrea Chiara Matteo Sara Paolo Elena Davide
    Marta Stefano Silvia Alessandro Laura Giovanni Valentina Roberto Ilaria Simone
    Federica Lorenzo Beatrice Emanuele Camilla Tommaso Nicole Riccardo Amina Youssef
    Nadia Carlos Ingrid Hiroshi
""")
LAST_NAMES = words("""
    Rossi Ferrari Bianchi Colombo Ricci Marino Greco Bruno Gallo Conti Mancini Costa
    Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso
    Ferrara Galli Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra
    Coppola Marchetti Parisi Villa Conte Ferraro Ferri Fabbri Bianco Marini Grasso
    Valentini Messina Sala Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti
    Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Pellegrino Carbone Giuliani
    Benedetti Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino
    Fiore Ferretti Bellini Basile Riva Donati Piras Vitali Battaglia Sartori Neri
    Milani Pagano Guidi Sorrentino Negri Ruggiero Orlando Brambilla Okafor Haddad
    Nguyen Kowalski Fernández
""")
BODIES = {
    "public_body": ["Comune di", "Provincia di", "Municipio di"],
    "institution": ["Università di", "Istituto", "Scuola superiore", "Museo"],
    "enterprise": ["Società", "Officine", "Industrie"],
    "foundation": ["Fondazione"],
    "association": ["Associazione", "Rete", "Circolo", "Amici di"],
    "cooperative": ["Cooperativa sociale", "Consorzio"],
    "": ["Gruppo", "Centro"],
}
ROLES = [
    ("", ""),
    ("partner", "partner"),
    ("sperimentazione sul campo", "field trials"),
    ("sostegno economico", "financial support"),
    ("accoglie le attività", "hosts the activities"),
]
UNITS = [
    ("persone coinvolte", "people involved"),
    ("laboratori aperti", "open workshops"),
    ("scuole raggiunte", "schools reached"),
    ("alberi piantati", "trees planted"),
    ("prototipi provati", "prototypes tried"),
]
SYLLABLES = words("""
    ba be bi bo ca ce co da de di do fa fe fi ga go la le li lo lu ma me mi mo na ne
    ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo za
""")
