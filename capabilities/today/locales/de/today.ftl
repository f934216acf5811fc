today-title = Heute
today-figures = Wie es steht
today-done = Erledigt
today-snooze-tomorrow = Morgen
today-snooze-week = In einer Woche
today-not-useful = Nicht nützlich
today-why = Warum ist es nicht nützlich?
today-why-missing = Sagen Sie in wenigen Worten, warum es nicht nützlich ist; die nächste Liste wird davon besser.
today-take-back = Zurücknehmen
today-taken-back = Es steht wieder auf der Liste.
today-said-done = Erledigt. Troth verfolgt, was daraus wird.
today-said-snoozed = Aufgeschoben; es kommt von selbst wieder.
today-said-not-useful = Notiert; es bleibt weg, bis sich etwas geändert hat.
today-more = { $count ->
    [one] Eines wartet noch.
   *[other] { $count } weitere warten.
  }
today-empty-title = Heute drängt nichts
today-empty-help = Die Liste entsteht jeden Morgen neu. Sehen Sie sich die Zahlen unten an, oder rufen Sie jemanden an, den Sie mögen.
today-start-title = Noch ist nichts gemessen
today-start-help = Lesen Sie Ihre Einkäufe ein; der nächste Morgenlauf sagt, wer bald geht, warum, und was zu tun ist.
today-start-action = Datei einlesen
today-decision-unknown = Wählen Sie done, snoozed, not-useful oder open.
today-snooze-unknown = Wählen Sie tomorrow oder week.
today-sample-sentence = ist dabei zu gehen.
today-sample-reason = Kaufte alle drei Wochen, schweigt seit neunzehn.
today-sample-action = Anrufen
today-whose = Wessen Arbeit
today-mine = Meine
today-my-team = Mein Team
today-all = Alle
today-team = Team { $team }
today-of = { $name }
today-of-unknown = Wählen Sie all, mine, team oder die Kennung eines Mitarbeiters oder Teams.
today-none-title = Hier drängt heute nichts
today-none-help = Kein offener Eintrag handelt von diesen Kunden. Andere sind vielleicht froh über Hilfe.
today-none-action = Die Liste aller

today-tour = Heute
today-tour-says = Jeden Morgen: um wen Sie sich kümmern sollten, warum, und was es wert ist. Haken Sie ab, schieben Sie auf, oder sagen Sie, dass es nicht nützlich ist.
today-tour-customer = Ein Kunde
today-tour-customer-says = Die ganze Geschichte auf einer Seite, zu lesen, bevor Sie zum Telefon greifen. An der Seite steht, wie wahrscheinlich der Kunde wiederkommt und was er wert ist.

## Was eine Rolle darf

today-may-see = Die Liste von heute sehen
today-may-decide = Sagen, was erledigt, verschoben oder nicht nützlich ist
