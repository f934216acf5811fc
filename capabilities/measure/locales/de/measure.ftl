measure-title = Gefährdeter Bestand
measure-lead = Kunden, die wiederkamen und nach ihrem eigenen Rhythmus eher gegangen sind als nicht.
measure-at-risk-share = Gefährdeter Bestand
measure-at-risk-share-sentence = So viele der { $n } Kunden, die mindestens einmal wiederkamen, sind wahrscheinlich gegangen.
measure-at-risk-customers = Gefährdete Kunden
measure-at-risk-customers-sentence = Von { $n }, die mindestens einmal wiederkamen und noch nicht verloren sind.
measure-at-risk-money = Gefährdetes Geld im Jahr
measure-at-risk-money-sentence = Was gefährdete Kunden in einem Jahr ausgäben, wenn sie blieben, mal der Chance, dass sie gegangen sind.
measure-chart-caption = Kunden, die wiederkamen, nach der Chance, dass sie noch da sind
measure-chart-chance = Chance
measure-chart-customers = Kunden
measure-fit-title = Angepasst an { $n } Kunden
measure-fit-parameter = Parameter
measure-fit-value = Wert
measure-fit-low = von
measure-fit-high = bis
measure-empty-title = Noch ist nichts gemessen
measure-empty-help = Lesen Sie Einkäufe ein. Zahlen kommen mit dem Lauf der Nacht; unter Läufe lassen Sie sofort rechnen.
measure-panel-title = Risiko
measure-alive = Noch Kunde
measure-alive-sentence = Die Chance, dass dieser Kunde noch da ist, danach, wie oft und wie kürzlich er kaufte.
measure-expected = Einkäufe im nächsten Jahr
measure-expected-sentence = Was das Modell erwartet, Weggehen eingerechnet.
measure-customer-worth = Wert dieses Kunden
measure-customer-worth-sentence = Was dieser Kunde in den gezählten Jahren noch ausgibt, in heutigem Geld, Weggehen eingerechnet.
measure-work-at-risk = geht wahrscheinlich; { $worth } im Jahr stehen auf dem Spiel.
measure-reason-rhythm-days = Kaufte etwa { $every ->
    [one] jeden Tag
   *[other] alle { $every } Tage
  }, schweigt seit { $silent }.
measure-reason-rhythm-weeks = Kaufte etwa { $every ->
    [one] jede Woche
   *[other] alle { $every } Wochen
  }, schweigt seit { $silent }.
measure-reason-alive = { $alive } Chance, noch da zu sein.
measure-reason-purchases = Kaufte bisher an { $times } Tagen.
measure-action-call = Ansehen und anrufen
method-bg-nbd = BG/NBD-Modell des Wiederkaufs (Fader, Hardie und Lee 2005), an alle Kunden nach größter Wahrscheinlichkeit angepasst; Spannen aus der Unsicherheit der Parameter. Ein Einkauf ist ein Tag mit einem; gezählt wird in Wochen.
measure-warn-few = Nach dem Schnitt kam zu wenig ({ $actual } Einkäufe), um die Vorhersage zu beurteilen.
measure-warn-many = Die Vorhersage ist misslungen: Das Modell erwartete { $error } mehr Einkäufe, als kamen. Chancen und Beträge sind wohl zu hoch.
measure-warn-less = Die Vorhersage ist misslungen: Das Modell erwartete { $error } weniger Einkäufe, als kamen. Chancen und Beträge sind wohl zu niedrig.
measure-warn-alike = Die Vorhersage ist misslungen: Sie unterscheidet Kunden nicht besser, als kauften alle gleich.
method-mbg-nbd = MBG/NBD-Modell des Wiederkaufs (Batislam, Denizel und Filiztekin 2007), gewählt, weil es die Zahl zurückgehaltener Einkäufe am besten vorhersagte; an alle Kunden nach größter Wahrscheinlichkeit angepasst, Spannen aus der Unsicherheit der Parameter. Ein Einkauf ist ein Tag mit einem; gezählt wird in Wochen.
method-pareto-nbd = Pareto/NBD-Modell des Wiederkaufs (Schmittlein, Morrison und Colombo 1987), gewählt, weil es die Zahl zurückgehaltener Einkäufe am besten vorhersagte; an alle Kunden nach größter Wahrscheinlichkeit angepasst, Spannen aus der Unsicherheit der Parameter. Ein Einkauf ist ein Tag mit einem; gezählt wird in Wochen.
method-customer-worth = Erwartete Einkäufe der nächsten drei Jahre, Quartal für Quartal auf sein Ende abgezinst (10 % im Jahr, wenn nichts anderes eingestellt ist), mal dem erwarteten Betrag eines Einkaufstags (Gamma-Gamma-Modell, Fader und Hardie 2013). Umsatz, nicht Gewinn; noch nicht gewonnene Kunden zählen nicht. Spannen aus der Unsicherheit der Parameter, die allen Kunden gemeinsam ist und sich in einer Summe nicht aufhebt.
method-worth-concentration = Anteil am Wert aller Kunden, den das wertvollste Zehntel hält. Spanne aus dem Einfluss einzelner Kunden auf eine Lorenzkurve (Beach und Davidson 1983); die Unsicherheit jedes einzelnen Werts ist nicht darin.
measure-menu = Kennzahlen
measure-list-title = Gefährdete Kunden
measure-list-name = Kunde
measure-list-chance = Noch da
measure-list-stake = Auf dem Spiel im Jahr
measure-list-reason = Warum
measure-list-last = Letzter Einkauf
measure-list-empty-title = Niemand ist gefährdet
measure-list-empty-help = Kein Kunde, der wiederkam, ist eher gegangen als nicht.
measure-movement = Seit { $since }: { $new } neu gefährdet, { $recovered } wieder da, { $lost } verloren.
measure-failed = Der Lauf vom { $as_of } ist gescheitert ({ $failure }). Die Zahlen unten sind älter; jede nennt ihr Datum.
measure-fit-chosen = gewählt
measure-fit-error = In der zurückgehaltenen Zeit um { $error } Einkäufe je Kunde daneben (quadratisches Mittel).
measure-model-bgnbd = BG/NBD
measure-model-mbgnbd = MBG/NBD
measure-model-paretonbd = Pareto/NBD
measure-model-gammagamma = Gamma-Gamma (Ausgaben)
measure-worth-title = Wert des Bestands
measure-worth-lead = Was die heutigen Kunden noch bringen, und wie viel davon auf wenigen ruht.
measure-worth-base = Wert aller Kunden
measure-worth-base-sentence = Was { $n } Kunden in den gezählten Jahren noch ausgeben, in heutigem Geld.
measure-worth-top = Beim wertvollsten Zehntel
measure-worth-top-sentence = So viel vom Wert der { $n } Kunden ruht auf dem wertvollsten Zehntel.
measure-worth-discount = Einkäufe der nächsten { $years } Jahre zählen, abgezinst mit { $discount } im Jahr.
measure-worth-chart-caption = Anteil am Wert je Zehntel der Kunden, das wertvollste zuerst
measure-worth-chart-tenth = Kunden
measure-worth-chart-share = Anteil am Wert
measure-worth-unfitted = Die Beträge sagen zu wenig für ein Ausgabenmodell; jeder Kunde zählt mit seinem eigenen Mittel.
measure-forecast-title = Traf die Vorhersage zu?
measure-forecast-lead = Das Modell wird an den ersten Teil der Geschichte angepasst und mit dem verglichen, was danach kam.
measure-forecast-sentence = Aus den Aufzeichnungen bis { $cut } waren bis { $until } { $expected } Einkäufe von { $customers } Kunden zu erwarten (zwischen { $low } und { $high }); { $actual } kamen.
measure-forecast-total = Erwartete Käufe
measure-forecast-total-sentence = Was das Modell, angepasst an die Zeit vor dem Schnitt, von { $n } Kunden erwartete.
measure-forecast-came = Eingetretene Käufe
measure-forecast-came-sentence = Was dieselben { $n } Kunden nach dem Schnitt kauften: gezählt, also nichts zu schätzen.
measure-forecast-missed = Verfehlt je Kunde
measure-forecast-missed-sentence = Um so viele Käufe verfehlt die Vorhersage einen einzelnen Kunden gewöhnlich (Wurzel des mittleren Fehlerquadrats über { $n }).
measure-forecast-caption = Einkäufe je Woche: was kam und was erwartet war
measure-forecast-week = Woche ab
measure-forecast-purchases = Einkäufe
measure-forecast-actual = Gekommen
measure-forecast-expected = Erwartet
measure-forecast-frequency-title = Nach früheren Wiederkäufen
measure-forecast-frequency = Wiederkäufe zuvor
measure-forecast-none = Für eine Prüfung ist noch zu wenig bekannt: Sie braucht Kunden, die in der ersten Hälfte der Geschichte wiederkamen.
measure-runs-title = Läufe
measure-runs-lead = Jeder Morgenlauf, und wo einer scheiterte. Ein gescheiterter Lauf ändert keine Zahl.
measure-runs-as-of = Stand
measure-runs-state = Verlauf
measure-runs-started = Begonnen
measure-runs-finished = Beendet
measure-runs-ask = Jetzt rechnen
measure-runs-asked = Alles wird jetzt gerechnet. Laden Sie die Seite gleich noch einmal.
measure-runs-at-work = Ein Lauf ist im Gang. Laden Sie die Seite gleich noch einmal.
measure-runs-next = Der nächste Lauf beginnt von selbst am { $at } ({ $zone }).
measure-runs-nobody = Noch ist kein Lauf vorgesehen: Das Programm wurde eben erst gestartet.
measure-run-running = Läuft
measure-run-done = Fertig
measure-run-failed = Gescheitert
measure-step-fit = beim Anpassen
measure-step-score = beim Bewerten
measure-step-figures = beim Zusammenzählen
method-back-test = Die Geschichte wird halbiert (höchstens ein Jahr wird zurückgehalten). Drei Modelle werden an den ersten Teil angepasst; das einfachste bleibt, wenn kein anderes bei den Einkäufen einzelner Kunden nach dem Schnitt über den Zufall hinaus weniger daneben lag. Das gewählte wird neu an alles angepasst. Die Spanne der erwarteten Summe kommt aus den quadrierten Fehlern einzelner Kunden.

measure-segment-alive = Chance auf weitere Käufe
measure-segment-worth = Wert der kommenden Jahre
measure-segment-at-risk = Gefährdet

measure-retention-title = Bindung
measure-retention-lead = Wie lange Kunden mit Vertrag bleiben, nach ihrem Beginn.
measure-retention-caption = Noch da, nach Monaten seit dem Beginn
measure-retention-months = Monate seit dem Beginn
measure-retention-there = Noch da
measure-retention-all = Alle
measure-renewed = Im letzten Jahr verlängert
measure-renewed-sentence = So viele von { $n } Verlängerungen, die in den letzten zwölf Monaten anstanden, kamen zustande.
measure-renewed-ever = Bisher verlängert
measure-renewed-ever-sentence = So viele von { $n } Verlängerungen, die je anstanden, kamen zustande.
measure-contracts-at-risk = Kunden, deren Verlust zu erwarten ist
measure-contracts-money = Geld im Jahr, dessen Verlust zu erwarten ist
measure-contracts-running = { $running ->
    [one] Ein Vertrag läuft
   *[other] { $running } Verträge laufen
  }, mit { $customers ->
    [one] einem Kunden
   *[other] { $customers } Kunden
  }.
measure-contracts-both = { $count ->
    [one] Einer dieser Kunden kauft
   *[other] { $count } dieser Kunden kaufen
  } auch ohne Vertrag; jeder zählt einmal, mit dem Vertrag.
measure-contracts-leaving = { $count ->
    [one] Ein Vertrag ist bereits zu einem künftigen Tag beendet und steht
   *[other] { $count } Verträge sind bereits zu einem künftigen Tag beendet und stehen
  } nicht in der Liste.
measure-contracts-unpriced = { $count ->
    [one] Ein Vertrag hat keinen Betrag, deshalb ist sein
   *[other] { $count } Verträge haben keinen Betrag, deshalb ist ihr
  } Wert nicht bekannt.
measure-contracts-early = { $count ->
    [one] Einer, der endete, bevor die Aufzeichnungen vollständig waren, ist
   *[other] { $count }, die endeten, bevor die Aufzeichnungen vollständig waren, sind
  } weggelassen.
measure-contracts-undecided = Noch stand keine Verlängerung an, deshalb lässt sich über die nächsten nichts sagen.
measure-contracts-empty-title = Noch keine Verträge
measure-contracts-empty-help = Lesen Sie Verträge mit erstem Tag und Laufzeit ein; der nächste Lauf sagt, welche Verlängerungen anstehen und wie wahrscheinlich sie sind.
measure-contracts-empty-action = Datei einlesen
measure-cohorts-title = Nach dem Beginn
measure-cohorts-help = Ein Vertrag, der binnen eines Monats mit einem anderen weitergeht, zählt als einer. Die kleinen Zahlen sagen, zwischen welchen Anteilen die Wahrheit mit 95 % Sicherheit liegt.
measure-cohort-begun = Begonnen
measure-cohort-relations = Verträge
measure-cohort-lost = Verloren
measure-cohort-months = { $count ->
    [one] Ein Monat
   *[other] { $count } Monate
  }
measure-term-title = { $months ->
    [1] Verträge von Monat zu Monat
    [12] Verträge über ein Jahr
   *[other] Verträge über { $months } Monate
  }
measure-renewals-caption = Noch da nach jeder Verlängerung: gezählt und nach dem Modell, noch einmal so weit voraus
measure-renewals-number = Verlängerungen
measure-renewals-counted = Gezählt
measure-renewals-model = Modell
measure-renewals-test = Das Modell wurde an die Aufzeichnungen bis { $cut } angepasst. Bei { $relations ->
    [one] einem Vertrag, der damals lief,
   *[other] { $relations } Verträgen, die damals liefen,
  } stand bis { $until } eine Verlängerung an.
measure-renewals-expected = Erwartete Verluste
measure-renewals-expected-sentence = Was das Modell, angepasst an die Aufzeichnungen vor dem Schnitt, von { $n } Verträgen erwartete.
measure-renewals-lost = Verloren
measure-renewals-lost-sentence = So viele derselben { $n } Verträge wurden nicht verlängert: gezählt, also gibt es nichts zu schätzen.
measure-renewals-since = Verlängerungen seither
measure-renewals-there = Noch da
measure-renewals-untested = In der ersten Hälfte der Aufzeichnungen geschah zu wenig, um das Modell schon zu prüfen.
measure-renewals-unfitted = Die Aufzeichnungen sagen noch nicht genug für ein Modell; der Anteil früherer Verlängerungen steht dafür.
measure-renewals-title = Anstehende Verlängerungen
measure-renewals-lead = Verträge, über deren Verlängerung bald entschieden wird, die mit dem meisten Geld zuerst.
measure-renewals-due = In den nächsten { $days } Tagen { $count ->
    [one] steht eine Verlängerung
   *[other] stehen { $count } Verlängerungen
  } an.
measure-renewals-none-title = Bald steht keine Verlängerung an
measure-renewals-none-help = Wenn die Laufzeit eines Vertrags endet, erscheint er hier neunzig Tage vorher.
measure-renewal-due = Entschieden bis
measure-renewal-chance = Chance
measure-renewal-yearly = Im Jahr
measure-renewal-stake = Auf dem Spiel
measure-renewal-unknown = nicht bekannt
measure-due-in = { $days ->
    [0] Heute fällig.
    [one] Morgen fällig.
   *[other] Fällig in { $days } Tagen.
  }
measure-due-passed = Zu entscheiden war bis { $day }.
measure-reason-renewal = { $number ->
    [1] Erste Verlängerung.
    [2] Zweite Verlängerung.
    [3] Dritte Verlängerung.
   *[other] { $number }. Verlängerung.
  }
measure-reason-like = { $renewed } von { $decided } wie dieser kamen zustande.
measure-reason-like-term = { $renewed } von { $decided } Verlängerungen von Verträgen über { $months ->
    [one] einen Monat
   *[other] { $months } Monate
  } kamen zustande.
measure-reason-unknown = Noch stand keine Verlängerung an, deshalb ist die Chance nicht bekannt.
measure-reason-chance = { $chance } Chance auf Verlängerung (zwischen { $low } und { $high }).
measure-work-renewal = hat { $days ->
    [0] heute
    [one] morgen
   *[other] in { $days } Tagen
  } eine Verlängerung vor sich; { $worth } im Jahr stehen auf dem Spiel.
measure-work-renewal-unpriced = hat { $days ->
    [0] heute
    [one] morgen
   *[other] in { $days } Tagen
  } eine Verlängerung vor sich.
measure-work-renewal-passed = hatte bis { $day } über eine Verlängerung zu entscheiden; { $worth } im Jahr stehen auf dem Spiel.
measure-work-renewal-passed-unpriced = hatte bis { $day } über eine Verlängerung zu entscheiden.
measure-action-renew = Darüber sprechen
measure-chance = Wird verlängert
measure-chance-sentence = Die Chance, dass die nächste Verlängerung zustande kommt.
measure-contract-due = Zu entscheiden bis { $day }.
measure-contract-leaves = Der Vertrag ist zum { $day } beendet.
measure-contract-worth = Wert dieses Vertrags
measure-contract-worth-sentence = Was er in den nächsten drei Jahren noch bringt, in heutigem Geld, das Gehen eingerechnet.
measure-standing-besides = Allein nach den Käufen:
measure-at-risk-share-both = So viel von { $n } Kunden müssen wir verloren geben: Käufer, die wahrscheinlich weg sind, und Verträge, die binnen eines Jahres nicht verlängert werden.
measure-at-risk-share-contracts = So viel von { $n } Kunden mit Vertrag müssen wir binnen eines Jahres verloren geben.
measure-at-risk-customers-both = Von { $n }, die mindestens einmal wiederkamen oder einen Vertrag haben.
measure-at-risk-customers-contracts = So viele von { $n } Kunden mit laufendem Vertrag sind in einem Jahr voraussichtlich weg.
measure-at-risk-money-both = Was gefährdete Kunden in einem Jahr brächten, mal der Chance, dass sie weg sind.
measure-at-risk-money-contracts = Was Verträge in einem Jahr bringen, mal der Chance, dass sie bis dahin nicht verlängert werden.
measure-at-risk-apart = Davon sind { $bought } von { $buyers } Kunden ohne Vertrag wahrscheinlich weg; von { $holders } mit Vertrag ist binnen eines Jahres der Verlust von { $agreed } zu erwarten.
measure-at-risk-both = { $both ->
    [one] Ein Kunde hat einen Vertrag und kauft
   *[other] { $both } Kunden haben einen Vertrag und kaufen
  } außerdem; jeder zählt einmal, mit dem Vertrag.
measure-worth-apart = Jede Art für sich
measure-worth-once = Niemand zählt doppelt: Ein Kunde mit laufendem Vertrag zählt nur mit dem Vertrag, denn dessen Rechnungen werden oft auch als Käufe eingetragen.
measure-worth-purchases = Kunden ohne Vertrag
measure-worth-contracts = Laufende Verträge
measure-worth-besides = Neben einem Vertrag gekauft (in keiner Summe)
measure-worth-base-both = Was { $n } Kunden in den Jahren, die zählen, noch bringen, in heutigem Geld.
measure-worth-base-contracts = Was die Verträge von { $n } Kunden in den Jahren, die zählen, noch bringen, in heutigem Geld.
measure-worth-besides-sentence = Was { $n } Kunden mit Vertrag außerdem kaufen mögen, falls diese Käufe nicht dessen Rechnungen sind.
measure-model-sbg = Verschobene Beta-geometrische Verteilung (Verlängerungen)
measure-step-contracts = beim Betrachten der Verträge
measure-warn-renewals-few = Nach dem Schnitt stand bei zu wenigen Verträgen ({ $relations }) eine Verlängerung an, um die Vorhersage zu beurteilen.
measure-warn-renewals-many = Die Vorhersage der Verlängerungen ging fehl: Das Modell erwartete { $error } mehr Verluste, als kamen. Die Chancen auf Verlängerung sind wohl zu niedrig.
measure-warn-renewals-less = Die Vorhersage der Verlängerungen ging fehl: Das Modell erwartete { $error } weniger Verluste, als kamen. Die Chancen auf Verlängerung sind wohl zu hoch.
measure-warn-contracts-wrong = { $count ->
    [one] Ein Vertrag endet, bevor er beginnt, und ist
   *[other] { $count } Verträge enden, bevor sie beginnen, und sind
  } weggelassen; bringen Sie die Tage in Ordnung.
measure-warn-contracts-early = Vor dem { $first } ist niemand bekannt, der ging, obwohl bis dahin { $renewals } Verlängerungen anstanden und später { $share } ausblieben. Wurden beendete Verträge nie eingetragen, sieht die Bindung besser aus, als sie ist: Sagen Sie unter „Worauf Zahlen beruhen“, seit wann Verträge vollständig sind.
method-kaplan-meier = Anteil der Verträge, die noch da sind (Kaplan und Meier 1958); ein Vertrag, der noch läuft, zählt so lange, wie er gesehen wurde. Intervalle auf der Log-Log-Skala mit Greenwoods Varianz; wo niemand oder jeder ging, das exakte Intervall für so viele (Clopper und Pearson 1934).
method-sbg = Verschobenes Beta-geometrisches Modell (Fader und Hardie 2007): Jeder Kunde hat bei jeder Verlängerung eine Chance zu gehen, die Chancen unterscheiden sich, und so bleibt eher, wer länger da ist. Mit größter Wahrscheinlichkeit an Verträge gleicher Laufzeit angepasst; Intervalle aus der Unsicherheit der Parameter.
method-renewed-share = Verlängerungen von denen, die anstanden, mit dem exakten Intervall (Clopper und Pearson 1934). Wer mitten in der Laufzeit ging, zählt, wenn die Verlängerung angestanden hätte.
method-contracts-at-risk = Für jeden Kunden mit laufendem Vertrag die Chance, dass alle seine Verträge in einem Jahr weg sind, aufaddiert; Geld ebenso. Verträge, die schon zu einem Tag binnen des Jahres beendet sind, zählen voll. Intervalle aus der Unsicherheit der Parameter; die Enden einzelner Verträge werden aufaddiert.
method-base-at-risk = Kunden ohne Vertrag, die nach ihrem eigenen Rhythmus eher weg sind als nicht, und Kunden mit Vertrag, deren Verlust binnen eines Jahres zu erwarten ist. Wer beides hat, zählt einmal, mit dem Vertrag. Die Enden beider Intervalle werden addiert.
method-contract-worth = Der Betrag jedes Monats eines laufenden Vertrags mal der Chance, dass er dann noch läuft, über drei Jahre, Quartal für Quartal am Ende des Quartals abgezinst (10 % im Jahr, wenn nichts anderes eingestellt ist). Die laufende Laufzeit gilt als sicher. Umsatz, nicht Gewinn.
method-base-worth = Wert der Kunden ohne Vertrag (erwartete Käufe mal Betrag) und der laufenden Verträge (Betrag mal der Chance zu laufen), über drei Jahre, Quartal für Quartal abgezinst. Wer beides hat, zählt einmal, mit dem Vertrag.
method-renewal-back-test = Das Modell wird an die erste Hälfte der Geschichte angepasst; Verträge, die am Schnitt liefen, werden mit dem verglichen, was kam. Das Intervall enthält den Zufall und die Unsicherheit der Parameter.
measure-segment-renewal = Nächste Verlängerung eines Vertrags
measure-segment-renewing = Chance, dass er verlängert wird

measure-outcome-title = Was daraus wurde
measure-outcome-lead = Was Kunden in den { $days } Tagen taten, nachdem jemand einen Eintrag von Heute erledigt hatte, gezählt.
measure-outcome-no-proof = Das beweist nicht, dass Anrufen hilft. Wer angerufen wird, wurde ausgesucht, und wer keinen Anruf wert schien, auch: Beide unterscheiden sich nicht nur durch den Anruf. Nur wenn man einige durch das Los auslässt, lässt es sich sagen.
measure-outcome-at-risk = Kunden, die zu gehen drohen
measure-outcome-renewal = Anstehende Verlängerungen
measure-outcome-done = Nach „Erledigt“
measure-outcome-not-useful = Nach „Nicht nützlich“
measure-outcome-at-risk-done = So viele von { $n } Kunden, die zu gehen drohten und um die sich jemand kümmerte, kauften in den gezählten Tagen wieder.
measure-outcome-at-risk-not-useful = So viele von { $n } Kunden, die zu gehen drohten und deren Eintrag nicht nützlich schien, kauften in den gezählten Tagen wieder.
measure-outcome-renewal-done = So viele von { $n } Kunden mit anstehender Verlängerung, um die sich jemand kümmerte, verlängerten in den gezählten Tagen.
measure-outcome-renewal-not-useful = So viele von { $n } Kunden mit anstehender Verlängerung, deren Eintrag nicht nützlich schien, verlängerten in den gezählten Tagen.
measure-outcome-bought-done = { $acted ->
    [one] Einmal
   *[other] { $acted }-mal
  } erledigt: { $came } kauften binnen { $days } Tagen, { $neither } nicht.
measure-outcome-bought-not-useful = { $acted ->
    [one] Einmal
   *[other] { $acted }-mal
  } für nicht nützlich befunden: { $came } kauften binnen { $days } Tagen, { $neither } nicht.
measure-outcome-renewed-done = { $acted ->
    [one] Einmal
   *[other] { $acted }-mal
  } erledigt: { $came } verlängerten binnen { $days } Tagen, { $left } gingen, { $neither } taten noch keines von beiden.
measure-outcome-renewed-not-useful = { $acted ->
    [one] Einmal
   *[other] { $acted }-mal
  } für nicht nützlich befunden: { $came } verlängerten binnen { $days } Tagen, { $left } gingen, { $neither } taten noch keines von beiden.
measure-outcome-watched-done = Nach „Erledigt“ { $watched ->
    [one] wird einer
   *[other] werden { $watched }
  } noch beobachtet, weil die { $days } Tage nicht um sind; { $already } davon kamen schon.
measure-outcome-watched-not-useful = Nach „Nicht nützlich“ { $watched ->
    [one] wird einer
   *[other] werden { $watched }
  } noch beobachtet, weil die { $days } Tage nicht um sind; { $already } davon kamen schon.
measure-outcome-empty-title = Noch hat niemand etwas getan
measure-outcome-empty-help = Markieren Sie Einträge von Heute als erledigt oder als nicht nützlich; der nächste Lauf zählt, was die Kunden danach tun.
measure-outcome-empty-action = Zu Heute
method-acted-outcome = Gezählt: von den Einträgen, deren Tage um sind, der Anteil der Kunden, die in diesen Tagen kauften (oder verlängerten), mit dem exakten Intervall (Clopper und Pearson 1934). Mehrere Einträge zu einem Kunden in diesen Tagen zählen einmal. Wessen Tage noch laufen, bleibt außen vor, was immer daraus wurde. Es sagt, was danach geschah, nicht dadurch.

measure-settings-title = Worauf Zahlen beruhen
measure-settings-lead = Was nur Sie wissen. Der nächste Lauf richtet sich danach.
measure-settings-discount = Abzinsung im Jahr, in Prozent
measure-settings-discount-help = Um wie viel Geld, das in einem Jahr kommt, weniger wert ist als heutiges: was Sie für Kredit zahlen oder anderswo verdienen könnten.
measure-settings-discount-wrong = Schreiben Sie eine Zahl von 0 bis unter 100, etwa 10 oder 7,5.
measure-settings-since = Verträge sind vollständig seit
measure-settings-since-help = Der Tag, seit dem jeder beendete Vertrag eingetragen wurde, als 2020-01-31. Leer lassen, wenn alle Verträge, die es je gab, eingetragen sind. Ohne ihn sieht die Bindung besser aus, als sie ist, weil fehlt, wer vorher ging.
measure-settings-since-wrong = Schreiben Sie einen Tag, der schon kam, als 2020-01-31, oder lassen Sie es leer.
measure-settings-saved = Gespeichert. Der nächste Lauf richtet sich danach.

measure-tour = Gefährdete Kunden
measure-tour-says = Wie viele Kunden Sie gerade verlieren, was sie wert sind und wie sicher das ist. Unter jeder Zahl steht, wie sie berechnet wird.

measure-warn-undetermined = Die Käufe allein bestimmen hier kein Modell: Zu wenige Kunden kamen wieder, oder keiner scheint zu gehen. Über Kunden ohne Vertrag wird nichts gesagt.
## Was eine Rolle darf

measure-may-see = Zahlen sehen
measure-may-manage = Sagen, worauf das Messen beruht, und einen Lauf beginnen

## Was das Protokoll sagt

measure-event-run-asked = Ein Lauf wurde verlangt
measure-event-run-finished = Ein Lauf am Morgen ist fertig
measure-event-run-failed = Ein Lauf am Morgen ist gescheitert

## Nach Segment

measure-groups-title = Nach Segment
measure-groups-lead = Jeder Kunde zählt einmal: im ersten gewählten Segment, zu dem er gehört, oder bei allen anderen.
measure-groups-choose = Segmente wählen
measure-groups-none = Kein Segment hat eigene Zahlen
measure-groups-none-help = Wählen Sie gespeicherte Segmente, deren Kunden verschieden kaufen, etwa Kundenarten, Teams oder Regionen. Der nächste Lauf passt jedem ein Modell an.
measure-group-others = Alle anderen
measure-group-customers = { $count ->
    [one] Ein Kunde
   *[other] { $count } Kunden
  }
measure-group-few = Nach dem Modell aller Kunden bewertet: Hier kamen { $back } wieder, für ein eigenes Modell braucht es { $needed }.
measure-group-undetermined = Die Käufe hier bestimmen kein eigenes Modell: Kunden ohne Vertrag werden nach dem Modell aller bewertet, wo es eines gibt.
measure-group-unspoken = Zu wenige Kunden, um von ihnen zu sprechen: Zahlen einer Handvoll würden sagen, was jeder Einzelne tat.
measure-group-models = Eigene Modelle
measure-settings-segments = Segmente mit eigenen Modellen
measure-settings-segments-help = Wo Kunden verschieden kaufen, sagt je ein Modell mehr voraus als eines für alle. Wer zu mehreren gehört, wird nach dem ersten bewertet. Segmente, die nach Käufen oder nach Vorhersagen fragen, stehen nicht zur Wahl: Ein Modell darf nicht danach gewählt werden, was es vorhersagen soll.
measure-settings-segment = Segment { $number }
measure-settings-segment-none = keines
measure-settings-segment-wrong = Dieses Segment gibt es nicht mehr, oder es fragt jetzt nach etwas anderem. Wählen Sie ein anderes.
measure-settings-no-segments = Es gibt kein gespeichertes Segment, das ein eigenes Modell haben könnte. Eines, das nach einer Kundenart, einem Team oder einem Tag fragt, kann es.

measure-privacy-at-risk = Gefährdet, wie berechnet
measure-privacy-renewal = Verträge vor der Verlängerung, wie berechnet
## Zahlen als Dateien, und ein Kunde über eine gewählte Zeit

measure-figures-csv = Alle Zahlen als CSV
measure-forecast-csv = Die Wochen als CSV
measure-ahead-title = Was bevorsteht: { $name }
measure-ahead-lead = Was die Modelle des letzten Laufs von diesem Kunden erwarten, über eine Zeit, die Sie wählen.
measure-ahead-back = Zum Kunden
measure-ahead-other = Über eine andere Zeit
measure-ahead-months = Monate voraus
measure-ahead-months-help = Wie weit vorausgeschaut wird, vom Tag des letzten Laufs an: 1 bis 60 Monate.
measure-ahead-months-wrong = Schreiben Sie eine ganze Zahl von Monaten zwischen 1 und { $most }, etwa 6.
measure-ahead-show = Zeigen
measure-ahead-purchases = Einkäufe in dieser Zeit
measure-ahead-purchases-sentence = Was das Modell erwartet, Abwanderung eingerechnet. Ein Einkauf ist ein Tag mit einem.
measure-ahead-spend = Ausgaben in dieser Zeit
measure-ahead-spend-sentence = Diese Einkäufe mal dem, was dieser Kunde an einem Einkaufstag ausgibt; nicht abgezinst.
measure-ahead-empty-title = Über diesen Kunden lässt sich noch nichts sagen
measure-ahead-empty-help = Bis zum Tag des letzten Laufs wurde nichts gekauft, oder noch kein Lauf hat ein Modell der Einkäufe gefunden. Importieren Sie Einkäufe; der nächste Lauf schaut wieder nach.
method-customer-spend = Erwartete Einkäufe der gewählten Zeit, Abwanderung eingerechnet, mal dem erwarteten Betrag eines Einkaufstags (Gamma-Gamma-Modell, Fader und Hardie 2013). Umsatz, nicht Gewinn, und nicht abgezinst. Die Spanne enthält die Unsicherheit der Parameter beider Modelle, nicht den Zufall dessen, was ein einzelner Kunde tut.

## Was die Rückprüfung über Prognosen sagt

measure-test-less = An der Vergangenheit geprüft: Von dem, was Kunden nach dem { $cut } und bis zum { $until } gekauft haben, hätte das Modell { $error } zu wenig erwartet. Wert und Beträge können ebenso viel zu niedrig sein.
measure-test-more = An der Vergangenheit geprüft: Von dem, was Kunden nach dem { $cut } und bis zum { $until } gekauft haben, hätte das Modell { $error } zu viel erwartet. Wert und Beträge können ebenso viel zu hoch sein.
measure-test-alike = An der Vergangenheit geprüft: Was Kunden nach dem { $cut } und bis zum { $until } gekauft haben, hätte das Modell erwartet, im Rahmen des Zufalls.

measure-said-title = Gesagt und getan
measure-said-lead = Was Leute in Umfragen gesagt haben, gehalten gegen das, was ihre Firma oder ihr Haushalt in den { $days } Tagen danach tat.
measure-said-kind-again = Würden Sie wieder kaufen? ({ $question })
measure-said-kind-recommend = Würden Sie uns empfehlen? ({ $question })
measure-said-kind-nps = Würden Sie uns empfehlen, 0 bis 10? ({ $question })
measure-said-kind-csat = Wie zufrieden sind Sie? ({ $question })
measure-said-again-5 = sicher
measure-said-again-4 = wahrscheinlich
measure-said-again-3 = nicht sicher
measure-said-again-2 = wahrscheinlich nicht
measure-said-again-1 = sicher nicht
measure-said-recommend-4 = ganz bestimmt
measure-said-recommend-3 = wahrscheinlich ja
measure-said-recommend-2 = wahrscheinlich nicht
measure-said-recommend-1 = ganz bestimmt nicht
measure-said-nps-0 = 0 bis 6
measure-said-nps-7 = 7 oder 8
measure-said-nps-9 = 9 oder 10
measure-said-csat-5 = 5 von 5
measure-said-csat-4 = 4 von 5
measure-said-csat-3 = 3 von 5
measure-said-csat-2 = 2 von 5
measure-said-csat-1 = 1 von 5
measure-said-bought = wieder gekauft
measure-said-renewed = verlängert
measure-said-did-bought = Von { $n }, die „{ $answer }“ sagten, haben { $share } wieder gekauft ({ $low } bis { $high }).
measure-said-did-renewed = Von { $n }, die „{ $answer }“ sagten und deren Vertrag fällig wurde, haben { $share } verlängert ({ $low } bis { $high }).
measure-said-counted-bought = { $n } Antworten, deren Tage um sind; { $watched }, deren Tage noch laufen, stecken in keiner Zahl.
measure-said-counted-renewed = { $n } Antworten von Kunden, deren Vertrag in diesen Tagen fällig wurde; { $watched }, deren Tage noch laufen, und { $undecided } ohne Verlängerung darin stecken in keiner Zahl.
measure-said-caption-bought = Anteil, der wieder gekauft hat, nach dem Gesagten
measure-said-caption-renewed = Anteil, der verlängert hat, nach dem Gesagten
measure-said-answer = Antwort
measure-said-few = Weniger als fünf Antworten sind alt genug, um etwas davon zu sagen.
measure-said-hidden = { $count ->
    [one] Eine Antwort wird nicht gezeigt, weil zu wenige sie gaben.
   *[other] { $count } Antworten werden nicht gezeigt: Zu wenige gaben sie, oder sie würden diese verraten. Auch was aus allen Antworten gemacht wird, bleibt weg.
  }
measure-said-forecast-title = Worte als Vorhersage
measure-said-auc = Worte unterscheiden sie
measure-said-auc-sentence = Nehmen Sie einen, der es tat, und einen, der es nicht tat: wie oft der erste mehr gesagt hatte. 50 % ist nicht besser als eine Münze. { $n } Kunden.
measure-said-brier = Fehler der Vorhersage
measure-said-brier-sentence = Mittlerer quadratischer Fehler von { $n } Vorhersagen: 0 ist vollkommen, 0,25 ist eine Münze.
measure-said-forecast = Was die taten, die bis { $cut } antworteten, ist die Chance, die danach für die gleiche Antwort vorhergesagt wird.
measure-said-skill = Das nimmt { $skill } des Fehlers weg, den hätte, wer allen das Gleiche vorhersagt.
measure-said-no-skill = Das ist nicht besser, als allen das Gleiche vorherzusagen: Die Worte sagen nicht, wer es tun wird.
measure-said-curve = Was vorhergesagt war, und was kam
measure-said-chance = Vorhergesagt, Prozent
measure-said-came = Gekommen
measure-said-foretold = Wie vorhergesagt
measure-said-groups-title = Wessen Wort gilt
measure-said-groups-help = Anteil, der es tat, von denen mit guter Antwort und von den anderen. Wo beide gleich sind, sagt das Wort dieser Gruppe wenig.
measure-said-by = Unterschieden nach
measure-said-by-role = Rolle beim Kauf
measure-said-by-decides = Ob sie entscheiden, wie sie sagen
measure-said-by-alternative = Ob es eine Alternative gab
measure-said-group = Gruppe
measure-said-good = Nach einer guten Antwort
measure-said-others = Nach einer anderen
measure-said-role-decides = Entscheidet
measure-said-role-influences = Beeinflusst
measure-said-role-uses = Nutzt
measure-said-role-none = Keine
measure-said-decides-decides = Entscheidet
measure-said-decides-say = Redet mit
measure-said-decides-neither = Keins von beiden
measure-said-alternative-some = Es gab eine
measure-said-alternative-none = Es gab keine
measure-said-unknown = Nicht bekannt
measure-said-despite-title = Zufrieden ist nicht treu
measure-said-left-bought = Zufrieden und weg
measure-said-left-bought-sentence = Von { $n } mit guter Antwort haben so viele in den Tagen danach nicht gekauft.
measure-said-stayed-bought = Unzufrieden und kauft weiter
measure-said-stayed-bought-sentence = Von { $n } mit schlechter Antwort haben so viele in den Tagen danach trotzdem gekauft.
measure-said-left-renewed = Zufrieden und weg
measure-said-left-renewed-sentence = Von { $n } mit guter Antwort haben so viele nicht verlängert.
measure-said-stayed-renewed = Unzufrieden und verlängert
measure-said-stayed-renewed-sentence = Von { $n } mit schlechter Antwort haben so viele trotzdem verlängert.
measure-said-held = Gehalten, nicht gewonnen
measure-said-held-sentence = Von { $n } Unzufriedenen, die blieben und gefragt wurden, sagten so viele, es habe keine Alternative gegeben: Sie gehen, sobald es eine gibt.
measure-said-moved-title = Haben sich Worte und Taten gemeinsam bewegt?
measure-said-words = Änderung der Bewertung
measure-said-words-sentence = Anteil guter Antworten in der späteren Hälfte der Zeit, vermindert um den in der früheren; { $n } Kunden.
measure-said-deeds = Änderung der Taten
measure-said-deeds-sentence = Anteil, der es nach den Antworten der späteren Hälfte tat, vermindert um den nach denen der früheren; { $n } Kunden.
measure-said-finding-of = { $survey }, { $question }: { $finding }
measure-said-finding-words = Die Bewertung hat sich bewegt, die Taten nicht: Gute Antworten änderten sich um { $words }, der Anteil „{ $deed }“ um { $deeds } ({ $low } bis { $high }).
measure-said-finding-deeds = Die Taten haben sich bewegt, die Bewertung nicht: Der Anteil „{ $deed }“ änderte sich um { $deeds } ({ $low } bis { $high }), gute Antworten um { $words }.
measure-said-finding-together = Bewertung und Taten haben sich gleich bewegt: gute Antworten um { $words }, der Anteil „{ $deed }“ um { $deeds } ({ $low } bis { $high }).
measure-said-finding-unclear = Die Bewertung hat sich um { $words } bewegt; ob auch die Taten, lässt sich noch nicht sagen: { $deeds } ({ $low } bis { $high }).
measure-said-finding-neither = Weder Bewertung noch Taten haben sich mehr als zufällig bewegt.
measure-said-empty-title = Noch keine Worte, die man an Taten halten kann
measure-said-empty-help = Fragen Sie Kunden mit Namen, ob sie wieder kaufen würden, Sie empfehlen oder zufrieden sind, oder lesen Sie solche Antworten ein. Die Zahlen kommen, sobald die Tage danach um sind.
measure-said-empty-action = Zu den Umfragen
method-said-did = Von den Kunden, die so antworteten, der Anteil, der in den Tagen danach kaufte (ohne Vertrag) oder verlängerte (mit einem, der fällig wurde), mit dem exakten Intervall (Clopper und Pearson 1934). Mehrere Leute eines Kunden, die dasselbe sagten, oder wer es in den Tagen noch einmal sagt, zählen einmal. Antworten, deren Tage noch laufen, bleiben weg, auch wenn der Kunde schon kam: Allein die Schnellen würden schmeicheln. Es sagt, was folgte, nicht, was die Worte bewirkten.
method-said-auc = Ein Kunde zählt in den Tagen einmal, mit dem Mittel dessen, was seine Leute sagten. Fläche unter der Rangkurve: die Chance, dass von einem, der es tat, und einem, der es nicht tat, der erste höher geantwortet hatte; Gleichstand zählt halb. Intervall nach DeLong, DeLong und Clarke-Pearson (1988).
method-said-brier = Die Zeit wird nach Antworten halbiert. Der Anteil, der es nach einer Antwort der ersten Hälfte tat, mit je einem halben Fall mehr, ist die Chance, die der gleichen Antwort in der zweiten vorhergesagt wird; gezeigt wird die mittlere quadratische Abweichung von dem, was kam (Brier 1950).
method-said-moved = Unterschied zweier Anteile, die spätere Hälfte der Antworten weniger die frühere, mit dem Intervall von Newcombe (1998). Als Änderung zählt, was mit weniger als 5 % Chance Zufall ist, berichtigt um die Zahl der betrachteten Fragen (Holm 1979). Die Bewertung hat sich allein bewegt, wenn die Taten nicht einmal halb so weit mitgegangen sein können.
method-said-despite = Gezählt wie oben. Eine gute Antwort: sicher oder wahrscheinlich; bestimmt oder wahrscheinlich ja; 9 oder 10; 4 oder 5 von 5. Eine schlechte: die unteren zwei von vier oder fünf; 0 bis 6. Exaktes Intervall (Clopper und Pearson 1934).

# Treu und gehalten.
measure-said-stayed-title = Treu oder gehalten?
measure-said-stayed-help = Von denen, die blieben und gefragt wurden, ob es eine Alternative gab. Treu ist nur, wer zufrieden ist und hätte gehen können; wer gehalten wird, geht bei der ersten Gelegenheit.
measure-said-loyal = Treu
measure-said-loyal-sentence = Von { $n }, die blieben, haben so viele gut geantwortet und hatten eine Alternative.
measure-said-captive = Gehalten
measure-said-captive-sentence = Von { $n }, die blieben, haben so viele nicht gut geantwortet und hatten keine Alternative: Der Wechsel kostet zu viel, oder niemand sonst bietet es an.
measure-said-untested = Zufrieden, nie geprüft
measure-said-untested-sentence = Von { $n }, die blieben, haben so viele gut geantwortet und hatten keine Alternative. Ob sie treu sind, weiß noch niemand.
measure-said-unhappy = Nicht zufrieden und frei zu gehen
measure-said-unhappy-sentence = Von { $n }, die blieben, haben so viele nicht gut geantwortet, hatten eine Alternative und blieben trotzdem.
method-said-stayed = Kunden, die es taten und sagten, ob es eine Alternative gab, einmal innerhalb der Tage; nach dem Mittel dessen, was ihre Menschen sagten. Eine gute Antwort wie oben. Vier Anteile eines Ganzen, jeder mit exaktem Intervall (Clopper und Pearson 1934); ist einer davon von weniger als fünf, wird keiner gezeigt.
