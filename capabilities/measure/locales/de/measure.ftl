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
measure-empty-help = Lesen Sie Einkäufe ein und starten Sie den Morgenlauf: troth run.
measure-panel-title = Risiko
measure-alive = Noch Kunde
measure-alive-sentence = Die Chance, dass dieser Kunde noch da ist, danach, wie oft und wie kürzlich er kaufte.
measure-expected = Einkäufe im nächsten Jahr
measure-expected-sentence = Was das Modell erwartet, Weggehen eingerechnet.
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
method-customer-worth = Erwartete Einkäufe der nächsten drei Jahre, Quartal für Quartal auf sein Ende abgezinst (10 % im Jahr, wenn nichts anderes eingestellt ist), mal dem erwarteten Betrag eines Einkaufstags (Gamma-Gamma-Modell, Fader und Hardie 2013). Umsatz, nicht Gewinn; noch nicht gewonnene Kunden zählen nicht. Spannen aus der Unsicherheit der Parameter; die Enden der einzelnen Kunden werden addiert, was eher zu weit als zu eng ist.
method-worth-concentration = Anteil am Wert aller Kunden, den das wertvollste Zehntel hält. Spanne aus dem Einfluss einzelner Kunden auf eine Lorenzkurve (Beach und Davidson 1983); die Unsicherheit jedes einzelnen Werts ist nicht darin.
