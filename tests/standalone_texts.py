"""News texts written for the tests, each sentence with its reading decided by hand before anything was run.

A row is the sentence, its reading ("" where it stays as it is, with " | " between the parts of a compound sentence),
whether it needs context, and its speaker.
"""

from __future__ import annotations

Row = tuple[str, str, bool, str]
Text = tuple[Row, ...]

GERMAN: tuple[Text, ...] = (
    (
        ("Siemens hat im zweiten Quartal 2,4 Mrd. Euro verdient.", "", False, ""),
        ("Das Unternehmen beschäftigt rund 312.000 Menschen.", "Siemens beschäftigt rund 312.000 Menschen.", False, ""),
        ("Sein Umsatz stieg um 3,5 Prozent.", "Siemens’ Umsatz stieg um 3,5 Prozent.", False, ""),
        ("Dies übertraf die Erwartungen der Analysten.", "", True, ""),
        ("„Wir sind zufrieden. Das Jahr war gut“, sagte Konzernchef Roland Busch am 8. Mai.", "", False,
         "Konzernchef Roland Busch"),
    ),
    (
        ("BMW und Mercedes bauen in Ungarn neue Werke.", "", False, ""),
        ("Beide Konzerne erhalten dafür Geld vom Staat.", "BMW und Mercedes erhalten dafür Geld vom Staat.", False, ""),
        ("Sie investieren zusammen 3 Milliarden Euro.", "BMW und Mercedes investieren zusammen 3 Milliarden Euro.",
         False, ""),
        ("Laut Reuters entstehen 2.500 Stellen.", "", False, "Reuters"),
        ("Es wird berichtet, dass BMW bereits im Juni liefern kann.", "BMW kann bereits im Juni liefern.", False, ""),
    ),
    (
        ("Finanzministerin Anna Berger hat am Dienstag den Haushalt vorgelegt.", "", False, ""),
        ("Sie sagte, die Schulden seien um 4 Prozent gesunken.",
         "Anna Berger sagte, die Schulden seien um 4 Prozent gesunken.", False, "Anna Berger"),
        ("Die Opposition nannte den Entwurf unseriös.", "", False, ""),
        ("Dieser sieht Ausgaben von 488 Milliarden Euro vor.", "", True, ""),
        ("Dem Bundesrechnungshof zufolge fehlen 12 Milliarden Euro.", "", False, "dem Bundesrechnungshof"),
    ),
    (
        ("Die Stadt Bonn hat 2023 eine neue Brücke eröffnet, und die Baukosten betrugen 85 Millionen Euro.",
         "Die Stadt Bonn hat 2023 eine neue Brücke eröffnet. | Die Baukosten betrugen 85 Millionen Euro.", True, ""),
        ("Sie ist 420 Meter lang.", "", True, ""),
        ("Wie die Polizei mitteilte, gab es drei Unfälle.", "", False, "die Polizei"),
        ("Nach Angaben des Statistischen Bundesamtes sank die Zahl der Unfälle auf 2.830.", "", False,
         "Statistischen Bundesamtes"),
        ("Dort gilt seit dem 1. Januar Tempo 30.", "", True, ""),
    ),
    (
        ("Der Mond hat einen Durchmesser von 3.474 Kilometern.", "", False, ""),
        ("Er entfernt sich jedes Jahr um 3,8 Zentimeter von der Erde.", "", True, ""),
        ("Doch die Messung ist schwierig.", "Die Messung ist schwierig.", False, ""),
        ("Es gibt mehr als 9.000 benannte Krater.", "", False, ""),
        ("Die Sonde landete am 23. August 2023 – ein Triumph!", "Die Sonde landete am 23. August 2023.", False, ""),
    ),
    (
        ("SAP und Oracle verhandeln mit Microsoft.", "", False, ""),
        ("Das Unternehmen will 2026 zahlen.", "", True, ""),
        ("In diesem Jahr stieg der Kurs um 12 Prozent.", "", False, ""),
        ("Wenn die Behörden zustimmen, soll der Kauf im Herbst abgeschlossen sein.", "", False, ""),
        ("Auch Oracle hat Stellen gestrichen.", "Oracle hat Stellen gestrichen.", False, ""),
    ),
)  # fmt: skip

ENGLISH: tuple[Text, ...] = (
    (
        ("Boeing delivered 348 jets in 2024.", "", False, ""),
        ("The company employs about 170,000 people.", "Boeing employs about 170,000 people.", False, ""),
        ("Its revenue fell 14 percent to $66.5 billion.",
         "Boeing’s revenue fell 14 percent to $66.5 billion.", False, ""),
        ("This was the weakest result since the pandemic.", "", True, ""),
        ("“We are making progress. It takes time,” said chief executive Kelly Ortberg on Jan. 28.", "", False,
         "chief executive Kelly Ortberg"),
    ),
    (
        ("Intel and Samsung opened plants in Ohio and Texas last year.", "", False, ""),
        ("Both companies received subsidies.", "Intel and Samsung received subsidies.", False, ""),
        ("They employ 9,000 people in the U.S. today.",
         "Intel and Samsung employ 9,000 people in the U.S. today.", False, ""),
        ("According to the Commerce Department, the grants total $12.3 billion.", "", False, "the Commerce Department"),
        ("However, the plants are two years behind schedule.", "The plants are two years behind schedule.", True, ""),
    ),
    (
        ("Chancellor Rachel Reeves presented the budget on Wednesday.", "", False, ""),
        ("She said that borrowing would fall to £40 billion.",
         "Rachel Reeves said that borrowing would fall to £40 billion.", False, "Rachel Reeves"),
        ("Critics called the plan reckless.", "", False, ""),
        ("It raises taxes by 2 percent.", "", True, ""),
        ("The tax office told Reuters that 31,000 firms are affected.", "", False, "the tax office"),
    ),
    (
        ("The bridge opened in 1932, and the harbour tunnel followed in 1992.",
         "The bridge opened in 1932. | The harbour tunnel followed in 1992.", True, ""),
        ("It is 1,149 metres long.", "", True, ""),
        ("It is unclear how many people use the tunnel.", "", False, ""),
        ("If the council agrees, work starts in May and the road closes in June.", "", False, ""),
        ("As the Herald reported, the repair costs $90 million.", "", False, "the Herald"),
    ),
    (
        ("Google sued Sonos in 2022.", "", False, ""),
        ("The company lost the case.", "", True, ""),
        ("The report says otherwise.", "", True, ""),
        ("There are 14 moons around Neptune.", "", False, ""),
        ("The rover landed on 18 February 2021 — what a day!", "The rover landed on 18 February 2021.", False, ""),
    ),
    (
        ("Tim Cook met a spokesman of the ministry in May.", "", False, ""),
        ("He said the talks went well.", "", True, ""),
        ("This year the museum expects 2 million visitors.", "", False, ""),
        ("\"Prices will rise,\" Maria Lopez of Oxford Economics said on Monday.", "", False,
         "Maria Lopez of Oxford Economics"),
        ("Those figures exclude children.", "", True, ""),
    ),
)  # fmt: skip
