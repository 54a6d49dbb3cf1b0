"""What the teams and the committee of a demonstration write. All of it is made up."""

from dataclasses import dataclass

MARK_IT = "Dimostrazione: persone, enti, luoghi, date e importi sono inventati."
MARK_EN = "A demonstration: people, bodies, places, dates and sums are made up."


@dataclass(frozen=True)
class Idea:
    """What a proposal is about; where, is said apart."""

    title_it: str
    title_en: str
    need: str
    work: str
    result: str

    def __str__(self):
        return self.title_it


# Places that are on no map.
PLACES = ("Borgo Salice", "Rione Tre Lanterne", "Villa Ginestra")

IDEAS = (
    Idea(
        "Cortili freschi",
        "Cool courtyards",
        "D'estate nelle case popolari si dorme con le finestre chiuse, perché il "
        "cortile asfaltato resta caldo fino a mezzanotte.",
        "Misuriamo il calore con chi abita lì, togliamo asfalto in due cortili e "
        "proviamo tre tipi di ombra.",
        "Due cortili più freschi e una guida breve per gli altri condomini.",
    ),
    Idea(
        "La scuola delle chiavi inglesi",
        "The spanner school",
        "Molti oggetti si buttano perché nessuno vicino a casa sa ripararli.",
        "Apriamo un banco di riparazione con gli studenti e gli anziani del quartiere, "
        "due pomeriggi alla settimana.",
        "Un laboratorio che continua, con un registro di ciò che si è salvato.",
    ),
    Idea(
        "Acqua che torna",
        "Water that comes back",
        "Le cantine si allagano a ogni temporale e poi a luglio l'acqua manca agli "
        "orti.",
        "Costruiamo vasche di raccolta con gli ortisti e ne seguiamo il livello con "
        "sensori poco costosi.",
        "Sei vasche in funzione e i disegni liberi per costruirne altre.",
    ),
    Idea(
        "Voci in corsia",
        "Voices on the ward",
        "Chi non parla bene l'italiano rinuncia a spiegare al medico che cosa sente.",
        "Disegniamo insieme a infermieri e mediatori un vocabolario per immagini e lo "
        "proviamo in due ambulatori.",
        "Un vocabolario in otto lingue, libero, con le istruzioni per aggiornarlo.",
    ),
    Idea(
        "Binari lenti",
        "Slow tracks",
        "La vecchia ferrovia divide il quartiere: per andare a scuola si fa un giro "
        "di due chilometri.",
        "Studiamo con le famiglie tre attraversamenti e ne costruiamo uno provvisorio, "
        "in legno, per sei mesi.",
        "Un percorso provato e un progetto che il Comune può approvare.",
    ),
    Idea(
        "Pane e dati",
        "Bread and data",
        "I forni buttano ogni sera il pane che le mense cercano la mattina dopo.",
        "Colleghiamo quindici negozi e quattro mense con un avviso semplice e "
        "studiamo i giri di raccolta.",
        "Meno pane buttato, e un conto pubblico di quanto se ne recupera.",
    ),
    Idea(
        "Case che respirano",
        "Homes that breathe",
        "Negli alloggi umidi i bambini si ammalano, e nessuno sa da dove cominciare.",
        "Controlliamo l'aria di quaranta alloggi e proviamo interventi che costano "
        "meno di cento euro.",
        "Un metodo di visita che le associazioni possono ripetere da sole.",
    ),
    Idea(
        "Mani sul tornio",
        "Hands on the lathe",
        "Chi esce dal carcere trova chiuse le porte delle officine.",
        "Teniamo un corso di lavorazioni con tre aziende, e un tirocinio per ogni "
        "persona che lo finisce.",
        "Dodici persone formate e un accordo con le aziende per continuare.",
    ),
    Idea(
        "La piazza di tutti i passi",
        "A square for every step",
        "Chi usa la sedia a ruote attraversa la piazza solo accompagnato.",
        "Mappiamo gli ostacoli con chi li incontra e ne togliamo dieci con lavori "
        "leggeri.",
        "Una piazza percorribile e una lista di lavori con i loro costi.",
    ),
    Idea(
        "Semi di comunità",
        "Seeds of a community",
        "Il vivaio comunale è chiuso da anni e il quartiere non ha un luogo comune.",
        "Lo riapriamo per lotti, con scuole e centro anziani, e ne studiamo i conti.",
        "Un vivaio che si regge con le piante che vende.",
    ),
    Idea(
        "Sotto lo stesso sole",
        "Under the same sun",
        "Chi vive in affitto non può mettere pannelli e paga l'energia più cara.",
        "Fondiamo una comunità energetica con un tetto pubblico e trenta famiglie.",
        "Un impianto condiviso e un modello di regolamento.",
    ),
    Idea(
        "Il bus che aspetta",
        "The bus that waits",
        "Dopo le otto di sera nessun mezzo collega l'ospedale alle case.",
        "Proviamo un servizio a chiamata con due furgoni elettrici e ne contiamo "
        "l'uso per un anno.",
        "I numeri per decidere se farne una linea vera.",
    ),
    Idea(
        "Biblioteca di attrezzi",
        "A library of tools",
        "Un trapano si usa dieci minuti l'anno, e comprarlo costa una spesa.",
        "Apriamo un prestito di attrezzi nella biblioteca, con un catalogo comune.",
        "Duecento attrezzi in prestito e le regole per gestirli.",
    ),
    Idea(
        "Ascoltare il fiume",
        "Listening to the river",
        "Quando il torrente cresce, gli abitanti lo sanno dai vicini.",
        "Mettiamo misuratori costruiti a scuola e un avviso che arriva a chi abita "
        "lungo l'argine.",
        "Una rete di dieci misure, curata da tre scuole.",
    ),
    Idea(
        "Cucina aperta",
        "Open kitchen",
        "Molti anziani soli mangiano male perché cucinare per uno non ha senso.",
        "Riprogettiamo la cucina di un centro diurno e vi cuciniamo insieme due volte "
        "alla settimana.",
        "Una cucina comune e un ricettario scritto da chi la usa.",
    ),
    Idea(
        "Memorie di fabbrica",
        "Factory memories",
        "La fabbrica chiude e con lei si perdono i saperi di chi ci ha lavorato.",
        "Raccogliamo racconti e macchine con gli ex operai e ne facciamo un percorso.",
        "Un percorso nel quartiere e un archivio che tutti possono consultare.",
    ),
    Idea(
        "Luce alle fermate",
        "Light at the stops",
        "Alle fermate buie molte persone, la sera, preferiscono non aspettare.",
        "Studiamo la luce con chi le usa e ne proviamo cinque illuminate dal sole.",
        "Cinque fermate più sicure e un capitolato per le altre.",
    ),
    Idea(
        "Compiti in officina",
        "Homework in the workshop",
        "Un ragazzo su quattro lascia la scuola prima della qualifica.",
        "Insegniamo matematica costruendo strumenti musicali, con i docenti della "
        "scuola.",
        "Un anno di lezioni provate e il materiale per rifarle.",
    ),
    Idea(
        "Tetti per api e bambini",
        "Roofs for bees and children",
        "La scuola ha un tetto piano e nessun prato.",
        "Progettiamo con le classi un tetto verde leggero e ne misuriamo gli effetti.",
        "Un tetto visitabile e i costi veri per farne altri.",
    ),
    Idea(
        "Sportello delle bollette",
        "The bills desk",
        "Le bollette sono scritte per chi le manda, non per chi le paga.",
        "Apriamo uno sportello con volontari formati e riscriviamo le bollette con chi "
        "le riceve.",
        "Uno sportello che resta e un modello di bolletta chiara.",
    ),
)
FOLLOW_UP = (
    "L'ente capofila tiene aperto ciò che nasce; {partner} mette una persona un giorno "
    "alla settimana, e i conti sono pubblici."
)
METHOD = (
    "Nel primo anno lavoriamo a {place} con chi ha già partecipato agli incontri; nel "
    "secondo ripetiamo le azioni in un altro quartiere e confrontiamo i risultati."
)
RISKS = (
    "Se mancano i permessi cominciamo dagli spazi privati che si sono offerti; se le "
    "spese crescono rinunciamo alla seconda azione, non alle misure."
)

GOOD = (
    "Il bisogno è descritto con precisione e chi lo vive è parte della proposta.",
    "Le azioni pilota sono concrete e si possono ripetere altrove.",
    "Gli enti coinvolti hanno un compito chiaro e mezzi per svolgerlo.",
    "Il gruppo unisce bene ricerca e lavoro sul campo.",
)
TO_MEND = (
    "Va detto meglio come si misura il risultato dopo la fine del progetto.",
    "Le spese di personale sono alte rispetto alle azioni previste.",
    "Manca chi prende in carico ciò che resta.",
    "I tempi del primo semestre sono stretti: conviene ridurre le attività.",
)
INSIDE = (
    "Da discutere: il punteggio del metodo dipende da quanto vale l'accordo allegato.",
    "Proposta solida; sul bilancio ho dubbi che il gruppo può sciogliere.",
    "Idea già vista, ma qui il luogo e gli enti fanno la differenza.",
)
REMARKS = (
    "Su questa proposta i punteggi sono lontani: il dubbio è sulla durata, non "
    "sull'idea.",
    "Concordo: il risultato regge anche senza la seconda azione.",
    "Dopo la lettura dell'accordo con l'ente confermo il mio punteggio.",
)
REASONS = {
    "next_stage": "La proposta supera la soglia e risponde al tema: il gruppo è "
    "invitato alla seconda fase.",
    "not_selected": "La proposta è ben scritta, ma altre rispondono meglio ai criteri "
    "del bando. I commenti dei valutatori dicono che cosa rafforzare.",
    "funded": "La proposta è tra le prime della graduatoria e i fondi la coprono.",
    "reserve": "La proposta supera la soglia, ma i fondi finiscono prima: resta in "
    "riserva.",
}
INELIGIBLE = (
    "L'ente indicato come partner è stato fondato da persone del gruppo: il bando "
    "chiede un ente esterno.",
    "La proposta riguarda un'attività già finanziata in un'edizione precedente.",
    "La proposta non riguarda il tema del bando: descrive un acquisto di strumenti.",
)
