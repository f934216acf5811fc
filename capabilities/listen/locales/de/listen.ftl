# Was Kunden sagen, wenn man sie fragt.
listen-title = Umfragen
listen-lead = Was Kunden sagen, wenn man sie fragt, und wie viele es sagen.
listen-may-see = Umfragen sehen, und wie viele geantwortet haben
listen-may-edit = Umfragen schreiben, veröffentlichen und schließen
listen-may-ask = Links zu Umfragen erstellen und Antworten von anderswo einbringen
listen-may-read = Einzelne Antworten lesen, mit dem Namen dazu

listen-new = Neue Umfrage
listen-begin = Beginnen
listen-empty = Noch keine Umfragen
listen-empty-help = Beginnen Sie mit einer Vorlage: nach einem Kauf, nach einer Leistung oder einmal im Jahr mit allen.
listen-name = Name
listen-name-help = Nur Ihre eigenen Leute sehen ihn.
listen-occasion = Anlass
listen-occasion-help = Jeder bringt Fragen für den Anfang mit; Sie ändern sie, wie Sie wollen.
listen-occasion-after-sale = Nach einem Kauf
listen-occasion-after-service = Nach einer Leistung
listen-occasion-relationship-consumer = Beziehung zu Privatkunden
listen-occasion-relationship-business = Beziehung zu Unternehmen
listen-occasion-after-recovery = Nachdem etwas schiefging
listen-occasion-exit = Wenn jemand geht
listen-occasion-employee = Die eigenen Leute
listen-occasion-own = Von einer leeren Seite aus
listen-read-in = Eine Umfrage aus einer Datei einlesen
listen-json = Inhalt der Datei
listen-json-help = Das JSON, das „Als Datei herausnehmen“ gibt. Es tritt an die Stelle der Vorlage.
listen-anonymous = ohne Namen
listen-anonymous-ask = Ohne Namen: niemand kann je sagen, wer was geantwortet hat
listen-anonymous-help = Ohne Namen wird nichts gespeichert, was von einer Person zu ihren Antworten führt, auch nicht die Minute. Nach dem Veröffentlichen lässt sich das nicht mehr ändern.
listen-names = Namen
listen-names-known = Antworten gehören zu einer Person, wenn der Link ihrer war
listen-names-none = Ohne Namen

listen-state-draft = Entwurf
listen-state-open = Offen
listen-state-closed = Geschlossen
listen-answered = { $count ->
    [0] noch keine Antworten
    [one] eine Antwort
   *[other] { $count } Antworten
  }
listen-until = bis { $day }
listen-over = Der letzte Tag ist vorbei: niemand kann mehr antworten. Ändern Sie den letzten Tag, oder schließen Sie die Umfrage.
listen-changed = Der Entwurf sagt etwas anderes, als Kunden gefragt werden. Veröffentlichen Sie ihn, um es zu fragen.
listen-edit = Schreiben
listen-preview = Vorschau
listen-file = Antworten als Datei
listen-export = Als Datei herausnehmen
listen-publish = Veröffentlichen
listen-publish-again = Änderungen veröffentlichen
listen-published = Die Umfrage ist veröffentlicht.
listen-close = Schließen
listen-closed = Die Umfrage nimmt keine Antworten mehr an.
listen-reopen = Wieder öffnen
listen-reopened = Die Umfrage nimmt wieder Antworten an.
listen-mend = { $count ->
    [one] Eines ist zu ändern, bevor sie veröffentlicht werden kann.
   *[other] { $count } Dinge sind zu ändern, bevor sie veröffentlicht werden kann.
  }
listen-how-many = Wie viele geantwortet haben
listen-way = Weg
listen-way-own = Links für eine Antwort
listen-way-open = Offener Link
listen-asked = Gefragt
listen-begun = Begonnen
listen-done = Geantwortet
listen-none-yet = Noch wurde niemand gefragt. Veröffentlichen Sie die Umfrage und geben Sie dann ihren Link weiter.
listen-open-link = Offener Link
listen-open-help = Wer diesen Link hat, kann antworten: auf einem Beleg, einem Schild, einer Seite.
listen-open-on = Alle, die ihn haben, dürfen antworten
listen-open-off = Aus: nur mit Links für eine Antwort
listen-qr = Der offene Link als Bild für das Telefon
listen-embed = In einer eigenen Seite
listen-embed-help = Kopieren Sie dies in die Seite.
listen-links = Links für je eine Antwort
listen-links-help = Sie erhalten eine Datei mit den Links, dieses eine Mal: hier kann sie später niemand lesen.
listen-links-segment = Für alle in
listen-links-nobody = Niemand im Besonderen
listen-links-count = Wie viele, für niemanden im Besonderen
listen-links-count-help = Bis zu { $limit } auf einmal.
listen-links-make = Links erstellen
listen-links-none = Es gibt niemanden, für den ein Link zu erstellen wäre: bei diesen Kunden sind keine Personen.
listen-links-many = Das sind mehr als { $limit } Links auf einmal. Wählen Sie ein kleineres Segment.
listen-links-anonymous = Diese Umfrage ist ohne Namen: ihre Links sind für niemanden im Besonderen.
listen-wrong-count = Geben Sie eine Zahl von 1 bis { $limit } an.
listen-versions = Fassungen
listen-version = Fassung { $number }, { $count ->
    [one] eine Frage
   *[other] { $count } Fragen
  }
listen-not-published = Die Umfrage nimmt keine Antworten an. Veröffentlichen oder öffnen Sie sie zuerst.
listen-not-publishable = Nicht veröffentlicht. { $question }: { $why }
listen-takes-none = Die Umfrage nimmt keine Antworten an: sie ist geschlossen, ihr letzter Tag ist vorbei, oder sie wurde nie veröffentlicht.

listen-back = Zur Umfrage
listen-questions = Fragen
listen-no-questions = Noch keine Fragen.
listen-untitled = Ohne Text
listen-required = muss beantwortet werden
listen-rules-count = { $count ->
    [one] eine Regel
   *[other] { $count } Regeln
  }
listen-up = { $key }: eins nach oben
listen-down = { $key }: eins nach unten
listen-add = Hinzufügen
listen-add-kind = Eine Frage hinzufügen
listen-problems = Zu ändern
listen-settings = Einstellungen
listen-saved = Gespeichert.
listen-languages = Sprachen
listen-languages-help = Kürzel, das erste für alle, die keine der anderen lesen: en, de, fr.
listen-last-day = Letzter Tag
listen-last-day-help = Leer: sie fragt, bis Sie sie schließen.
listen-in-language = In „{ $language }“
listen-page-title = Titel
listen-page-intro = Vor der ersten Frage
listen-page-thanks = Dank am Ende
listen-words-help = Wörter der Seite in dieser Sprache.
listen-preview-of = Vorschau von { $name }
listen-preview-how = Wie sie gezeigt wird
listen-preview-phone = Telefon
listen-preview-desk = Schreibtisch
listen-preview-help = Hier stehen alle Fragen zugleich, auch die, denen nur manche begegnen. Nichts wird gespeichert.

listen-key = Kennung: { $key }
listen-pipe-help = In den Texten wird dies eingesetzt:
listen-text-in = Frage ({ $language })
listen-help-in = Zeile darunter ({ $language })
listen-may-skip = Auslassen
listen-skip-yes = Darf ausgelassen werden
listen-skip-no = Muss beantwortet werden
listen-rows = Zeilen
listen-row-in = { $row } ({ $language })
listen-new-in = Noch eine ({ $language })
listen-choices = Antworten zur Auswahl
listen-choice-in = { $choice } ({ $language })
listen-rules = Was folgt
listen-rules-help = Nach diesen Antworten weiter mit jener Frage; die erste Regel, die passt, zählt. Zahlen wie 0-6, 9. Ohne Regel folgt die nächste Frage.
listen-rule-when = { $number }. Nach den Antworten
listen-rule-to = { $number }. Weiter mit
listen-rule-none = –
listen-rule-end = Das Ende
listen-question-remove = Frage wegnehmen
listen-question-removed = Die Frage ist weggenommen. Antworten auf sie bleiben.

listen-kind-nps = Empfehlen, 0 bis 10
listen-kind-nps-help = Die Frage hinter dem Net Promoter Score. Ihre Skala ist in jeder Umfrage gleich.
listen-kind-recommend = Empfehlen, ganz bestimmt bis ganz bestimmt nicht
listen-kind-recommend-help = Vier Antworten ohne Mitte: wer „ganz bestimmt“ sagt, meint es so.
listen-kind-again = Wieder kaufen
listen-kind-again-help = Fünf Antworten mit Raum für Zweifel; später verglichen mit dem, was jemand tat.
listen-kind-csat = Zufrieden, 1 bis 5
listen-kind-csat-help = Wie zufrieden jemand mit einer Sache ist.
listen-kind-ces = Leicht, 1 bis 7
listen-kind-ces-help = Wie leicht es war, etwas erledigt zu bekommen.
listen-kind-gap = Erwartet und vorgefunden
listen-kind-gap-help = Was jemand erwartet und was er vorgefunden hat, auf einer Skala: die Lücke zählt.
listen-kind-single = Eines von mehreren
listen-kind-single-help = Eine Antwort aus einer eigenen Liste.
listen-kind-multiple = Mehrere von mehreren
listen-kind-multiple-help = Beliebig viele Antworten aus einer eigenen Liste.
listen-kind-matrix = Mehrere Dinge auf einer Skala
listen-kind-matrix-help = Eigene Zeilen, jede von 1 bis 5 bewertet.
listen-kind-ranking = In eine Reihenfolge bringen
listen-kind-ranking-help = Eine eigene Liste, in eine Reihenfolge gebracht von denen, die antworten.
listen-kind-text = Eigene Worte
listen-kind-text-help = Was immer jemand schreiben will.
listen-kind-decides = Teil der Entscheidung
listen-kind-decides-help = Wer nicht entscheidet, kann keinen Kauf versprechen: danach werden Antworten unterschieden.
listen-kind-alternative = Eine Alternative zu der Zeit
listen-kind-alternative-help = Wer keine Alternative hat, kauft wieder, ohne treu zu sein: danach werden Antworten unterschieden.

listen-nobody = Ohne Namen
listen-not-sent = noch nicht abgeschickt
listen-customer = Der Kunde
listen-no-answers = Nichts wurde beantwortet.
listen-timeline-responses = Umfragen
listen-timeline-answered = Hat die Umfrage „{ $survey }“ beantwortet
listen-timeline-begun = Hat begonnen, die Umfrage „{ $survey }“ zu beantworten

listen-gone-unknown = Dieser Link führt nirgendwohin
listen-gone-unknown-help = Vielleicht wurde er ohne sein Ende kopiert. Öffnen Sie ihn noch einmal von dort, wo Sie ihn bekommen haben.
listen-gone-closed = Diese Umfrage ist geschlossen
listen-gone-closed-help = Danke, dass Sie antworten wollten.
listen-gone-expired = Diese Umfrage ist beendet
listen-gone-expired-help = Ihr letzter Tag ist vorbei. Danke, dass Sie antworten wollten.
listen-gone-answered = Sie haben schon geantwortet
listen-gone-answered-help = Ihre Antworten sind angekommen. Danke.

listen-word-next = Weiter
listen-word-back = Zurück
listen-word-send = Abschicken
listen-word-optional = (kann ausgelassen werden)
listen-word-missing = Bitte beantworten Sie dies.
listen-word-wrong = Bitte sehen Sie sich diese Antwort noch einmal an.
listen-word-saved = Gespeichert
listen-word-thanks = Danke. Ihre Antworten sind angekommen.

listen-wrong-name = Ein Name hat höchstens { $limit } Zeichen.
listen-wrong-kind = Diesen Anlass gibt es nicht.
listen-wrong-anonymous = Wer geantwortet hat, tat es auf ein Versprechen hin: ob mit oder ohne Namen, lässt sich nicht mehr ändern. Beginnen Sie eine neue Umfrage.
listen-wrong-day = Schreiben Sie den Tag wie 2026-12-31.
listen-wrong-json = Das ist keine Umfrage: { $why }
listen-wrong-numbers = Schreiben Sie Zahlen wie 0-6, 9.
listen-wrong-target = Sagen Sie, womit es weitergeht.
listen-wrong-languages = Eine Umfrage hat mindestens eine Sprache und höchstens { $limit }.
listen-wrong-language = „{ $tag }“ ist keine Sprache der Umfrage, oder nicht geschrieben wie en, de oder pt-BR.
listen-wrong-language-twice = Eine Sprache steht zweimal da.
listen-wrong-questions = Eine Umfrage hat höchstens { $limit } Fragen.
listen-wrong-text = Ein Text hat höchstens { $limit } Zeichen.
listen-wrong-key = „{ $question }“ kann keine Kennung einer Frage sein: Kleinbuchstaben, Ziffern und Bindestriche, bis zu 40, und nicht „name“.
listen-wrong-key-twice = Zwei Fragen haben die Kennung „{ $question }“.
listen-wrong-choices = „{ $question }“ hat zu viel: höchstens { $limit } Antworten, { $rows } Zeilen und { $rules } Regeln.
listen-wrong-values = Jede Antwort von „{ $question }“ braucht eine eigene Zahl.
listen-wrong-scale = „{ $question }“ braucht die Antworten { $low } bis { $high } in dieser Reihenfolge: ihre Skala ist überall gleich.
listen-wrong-rows = Jede Zeile von „{ $question }“ braucht eine eigene Kennung.
listen-wrong-gap = „{ $question }“ braucht die Zeilen „expected“ und „found“.
listen-contact-elsewhere = Diese Person ist bei einem anderen Kunden.
listen-answer-unknown = Diese Frage gibt es nicht.
listen-answer-off = Wer so antwortet, wird das nicht gefragt.
listen-answer-wrong = Die Antwort passt nicht zur Frage.
listen-answer-missing = Das muss beantwortet werden.

listen-problem-empty = Fügen Sie eine Frage hinzu.
listen-problem-title = Der Titel fehlt in „{ $language }“.
listen-problem-intro = Was vor oder nach den Fragen steht, fehlt in „{ $language }“.
listen-problem-words = Die Wörter der Seite fehlen in „{ $language }“.
listen-problem-text = Die Frage fehlt in „{ $language }“.
listen-problem-choices = Es braucht mindestens zwei Antworten zur Auswahl.
listen-problem-rows = Es braucht mindestens eine Zeile.
listen-problem-label = Eine Antwort oder Zeile hat in „{ $language }“ keine Wörter.
listen-problem-pipe-anonymous = Der Text nennt den Namen, und die Umfrage ist ohne Namen.
listen-problem-pipe-later = Der Text nennt „{ $name }“, was erst später gefragt wird.
listen-problem-pipe-kind = Der Text nennt „{ $name }“, dessen Antwort kein Wort ist.
listen-problem-pipe-unknown = Der Text nennt „{ $name }“, was keine Frage ist.
listen-problem-rule-kind = Was folgt, kann nur von Fragen mit einer Antwort abhängen.
listen-problem-rule-value = Eine Regel nennt die Antwort { $value }, die es nicht gibt.
listen-problem-rule-dead = Eine Regel zählt nie: frühere nehmen alle ihre Antworten.
listen-problem-rule-unknown = Eine Regel führt zu „{ $name }“, was es nicht gibt.
listen-problem-rule-back = Eine Regel führt zurück zu „{ $name }“. Regeln führen nur weiter.
listen-problem-unreachable = Das wird niemand je gefragt: frühere Regeln führen daran vorbei.

listen-privacy-link = Links zu Umfragen, die für sie erstellt wurden
listen-privacy-response = Umfragen, die sie beantwortet haben, und wann
listen-privacy-answer = Ihre Antworten als Zahlen
listen-privacy-text = Was sie in Umfragen geschrieben haben

listen-event-survey-created = Eine Umfrage wurde begonnen
listen-event-survey-changed = Eine Umfrage wurde geändert
listen-event-survey-published = Eine Umfrage wurde veröffentlicht
listen-event-survey-closed = Eine Umfrage wurde geschlossen oder wieder geöffnet
listen-event-survey-links-made = Links zu einer Umfrage wurden erstellt
listen-event-response-kept = Antworten auf eine Umfrage wurden bewahrt
listen-event-response-received = Eine Umfrage wurde beantwortet

listen-label-nps-0 = überhaupt nicht wahrscheinlich
listen-label-nps-10 = äußerst wahrscheinlich
listen-label-csat-1 = sehr unzufrieden
listen-label-csat-5 = sehr zufrieden
listen-label-ces-1 = sehr schwer
listen-label-ces-7 = sehr leicht
listen-label-gap-1 = sehr wenig
listen-label-gap-7 = sehr viel
listen-label-gap-expected = Was Sie erwartet haben
listen-label-gap-found = Was Sie vorgefunden haben
listen-label-matrix-1 = sehr schlecht
listen-label-matrix-5 = sehr gut
listen-label-recommend-4 = Ganz bestimmt
listen-label-recommend-3 = Wahrscheinlich ja
listen-label-recommend-2 = Wahrscheinlich nicht
listen-label-recommend-1 = Ganz bestimmt nicht
listen-label-again-5 = Sicher
listen-label-again-4 = Wahrscheinlich
listen-label-again-3 = Ich bin nicht sicher
listen-label-again-2 = Wahrscheinlich nicht
listen-label-again-1 = Sicher nicht
listen-label-decides-3 = Ich entscheide
listen-label-decides-2 = Ich rede mit
listen-label-decides-1 = Andere entscheiden
listen-label-alternative-3 = Ja, mehrere
listen-label-alternative-2 = Ja, eine
listen-label-alternative-1 = Nein
listen-label-alternative-0 = Ich weiß es nicht

listen-ask-nps = Wie wahrscheinlich ist es, dass Sie uns empfehlen?
listen-ask-recommend = Würden Sie uns empfehlen?
listen-ask-again = Würden Sie wieder bei uns kaufen?
listen-ask-csat = Wie zufrieden sind Sie?
listen-ask-ces = Wie leicht war es?
listen-ask-gap = Was haben Sie erwartet, und was haben Sie vorgefunden?
listen-ask-decides = Entscheiden Sie mit, ob bei uns gekauft wird?
listen-ask-alternative = Gab es zu der Zeit eine Alternative zu uns?
listen-ask-single = Was davon?
listen-ask-multiple = Was davon?
listen-ask-matrix = Wie gut sind wir darin?
listen-ask-ranking = Bringen Sie dies in eine Reihenfolge, das Wichtigste zuerst.
listen-ask-text = Was sollten wir wissen?

listen-begin-own-title = Ein paar Fragen
listen-begin-after-sale-title = Ihr Kauf
listen-begin-after-sale-satisfied = Wie zufrieden sind Sie mit dem, was Sie gekauft haben?
listen-begin-after-sale-expected = Wie gut haben Sie es erwartet, und wie gut ist es?
listen-begin-after-sale-again = Würden Sie wieder bei uns kaufen?
listen-begin-after-sale-recommend = Würden Sie uns empfehlen?
listen-begin-after-sale-came = Was hat Sie zu uns gebracht?
listen-begin-after-sale-came-1 = Jemand hat mir davon erzählt
listen-begin-after-sale-came-2 = Eine Anzeige
listen-begin-after-sale-came-3 = Eine Suche
listen-begin-after-sale-came-4 = Ich kam vorbei
listen-begin-after-sale-came-5 = Ich bin schon lange Kunde
listen-begin-after-sale-came-6 = Etwas anderes
listen-begin-after-sale-better = Was sollten wir besser machen?
listen-begin-after-service-title = Unsere Leistung
listen-begin-after-service-solved = Haben wir es gelöst?
listen-begin-after-service-solved-1 = Ja
listen-begin-after-service-solved-2 = Zum Teil
listen-begin-after-service-solved-3 = Nein
listen-begin-after-service-open = Was ist noch offen?
listen-begin-after-service-easy = Wie leicht war es für Sie?
listen-begin-after-service-satisfied = Wie zufrieden sind Sie damit, wie man mit Ihnen umging?
listen-begin-after-service-better = Was sollten wir besser machen?
listen-begin-relationship-consumer-title = Sie und wir
listen-begin-relationship-consumer-nps = Wie wahrscheinlich ist es, dass Sie uns Freunden empfehlen?
listen-begin-relationship-consumer-why = Was ist der wichtigste Grund für diese Antwort?
listen-begin-relationship-consumer-again = Werden Sie wieder bei uns kaufen?
listen-begin-relationship-consumer-expected = Wie gut erwarten Sie uns, und wie gut sind wir?
listen-begin-relationship-consumer-alternative = Könnten Sie das anderswo kaufen, wenn Sie wollten?
listen-begin-relationship-consumer-better = Was sollten wir besser machen?
listen-begin-relationship-business-title = Unsere Zusammenarbeit
listen-begin-relationship-business-decides = Entscheiden Sie mit, ob bei uns gekauft wird?
listen-begin-relationship-business-nps = Wie wahrscheinlich ist es, dass Sie uns im Kollegenkreis empfehlen?
listen-begin-relationship-business-why = Was ist der wichtigste Grund für diese Antwort?
listen-begin-relationship-business-again = Würde heute entschieden: Würden Sie uns wieder wählen?
listen-begin-relationship-business-alternative = Gab es eine Alternative zu uns, als Sie zuletzt entschieden haben?
listen-begin-relationship-business-areas = Wie gut sind wir darin?
listen-begin-relationship-business-areas-1 = Was wir liefern
listen-begin-relationship-business-areas-2 = Termine halten
listen-begin-relationship-business-areas-3 = Service und Hilfe
listen-begin-relationship-business-areas-4 = Rechnungen und Buchhaltung
listen-begin-relationship-business-areas-5 = Ihr Geschäft kennen
listen-begin-relationship-business-matters = Bringen Sie dies in eine Reihenfolge, das für Sie Wichtigste zuerst.
listen-begin-relationship-business-matters-1 = Qualität
listen-begin-relationship-business-matters-2 = Preis
listen-begin-relationship-business-matters-3 = Verlässlichkeit
listen-begin-relationship-business-matters-4 = Die Menschen
listen-begin-relationship-business-better = Was sollten wir besser machen?
listen-begin-after-recovery-title = Nachdem etwas schiefging
listen-begin-after-recovery-solved = Haben wir es in Ordnung gebracht?
listen-begin-after-recovery-solved-1 = Ja
listen-begin-after-recovery-solved-2 = Zum Teil
listen-begin-after-recovery-solved-3 = Nein
listen-begin-after-recovery-open = Was ist noch in Ordnung zu bringen?
listen-begin-after-recovery-satisfied = Wie zufrieden sind Sie damit, wie wir damit umgingen?
listen-begin-after-recovery-again = Würden Sie wieder bei uns kaufen?
listen-begin-after-recovery-better = Was sollten wir besser machen?
listen-begin-exit-title = Bevor Sie gehen
listen-begin-exit-reasons = Warum gehen Sie?
listen-begin-exit-reasons-1 = Der Preis
listen-begin-exit-reasons-2 = Das Produkt
listen-begin-exit-reasons-3 = Der Service
listen-begin-exit-reasons-4 = Etwas, das schiefging
listen-begin-exit-reasons-5 = Ich brauche es nicht mehr
listen-begin-exit-reasons-6 = Etwas anderes
listen-begin-exit-instead = Was tun Sie stattdessen?
listen-begin-exit-instead-1 = Ich kaufe bei jemand anderem
listen-begin-exit-instead-2 = Ich mache es selbst
listen-begin-exit-instead-3 = Ich verzichte darauf
listen-begin-exit-instead-4 = Ich weiß es noch nicht
listen-begin-exit-alternative = Gab es Alternativen zu uns?
listen-begin-exit-return = Würden Sie eines Tages zurückkommen?
listen-begin-exit-kept = Was hätte Sie gehalten?
listen-begin-employee-title = Hier arbeiten
listen-begin-employee-nps = Wie wahrscheinlich ist es, dass Sie Freunden empfehlen, hier zu arbeiten?
listen-begin-employee-areas = Wie gut ist dies?
listen-begin-employee-areas-1 = Ich weiß, was von mir erwartet wird
listen-begin-employee-areas-2 = Ich habe, was ich brauche, um Kunden zu helfen
listen-begin-employee-areas-3 = Ich darf entscheiden, was ein Kunde braucht
listen-begin-employee-areas-4 = Gute Arbeit wird bemerkt
listen-begin-employee-better = Was sollten wir besser machen?

listen-results = Ergebnisse
listen-results-of = Ergebnisse von { $name }
listen-results-lead = Werte mit ihren Intervallen. Von weniger als { $minimum } Antworten wird nichts gezeigt, und nichts, woraus es sich ausrechnen ließe.
listen-results-none = Noch nicht genug Antworten
listen-results-none-help = Ab { $minimum } Antworten auf eine Frage steht hier ihr Ergebnis.
listen-results-few = Weniger als { $minimum } Antworten: noch wird nichts gezeigt.
listen-results-by = Nach
listen-results-whole = Alle zusammen
listen-results-by-level = Ebene der Person
listen-results-by-role = Rolle beim Kauf
listen-results-by-kind = Art des Kunden
listen-results-by-team = Team
listen-results-segment = Von
listen-results-everybody = Alle
listen-results-show = Zeigen
listen-results-file = Ergebnisse als Datei
listen-results-named = In dieser Umfrage wird niemand genannt: Antworten lassen sich nicht nach Kunden unterscheiden.
listen-results-hidden = { $count ->
    [one] Eine Gruppe wird nicht gezeigt, weil sie zu klein ist oder eine zu kleine verraten würde.
   *[other] { $count } Gruppen werden nicht gezeigt, weil sie zu klein sind oder eine zu kleine verraten würden.
  }
listen-results-differ = { $higher } liegt über { $lower } (p = { $p }, für alle Paare korrigiert).
listen-results-unknown = nicht bekannt
listen-results-answers = Antworten
listen-results-answer = Antwort
listen-results-share = Anteil
listen-results-value = Wert
listen-results-between = Zwischen
listen-results-n = { $count ->
    [one] eine Antwort
   *[other] { $count } Antworten
  }
listen-results-trend = Nach Monat: { $question }
listen-results-month = Monat
listen-results-groups = Nach Gruppe
listen-results-group = Gruppe
listen-results-gap = Vorgefunden weniger erwartet
listen-results-rate = Geantwortet von den Gefragten
listen-results-rate-sentence = So viele von denen, die einen eigenen Link bekamen, haben geantwortet.
listen-results-score-nps = Net Promoter Score
listen-results-score-recommend = Empfehlen bestimmt oder wahrscheinlich
listen-results-score-again = Kaufen sicher wieder
listen-results-score-csat = Zufrieden (4 oder 5)
listen-results-score-ces = Leicht (5 bis 7)
listen-results-sentence-nps = Von denen, die geantwortet haben: der Anteil von 9 und 10 weniger der Anteil von 0 bis 6, in Punkten von hundert.
listen-results-sentence-recommend = So viele würden uns empfehlen; unten steht, wie viele ganz bestimmt.
listen-results-sentence-again = So viele sagen, dass sie sicher wieder kaufen.
listen-results-sentence-csat = So viele sind zufrieden.
listen-results-sentence-ces = So viele fanden es leicht.
method-survey-nps = Anteil von 9 und 10 weniger Anteil von 0 bis 6, mal 100. Intervall: Score-Intervall nach Tango (1998), 95 %.
method-survey-top = Anteil der Antworten am oberen Ende der Skala. Intervall: Wilson (1927), unter 20 Antworten Clopper und Pearson (1934), 95 %.
method-survey-share = Anteil derer, die geantwortet haben. Intervall: Wilson (1927), unter 20 Antworten Clopper und Pearson (1934), 95 %.
method-survey-mean = Mittel auf der Skala. Intervall: nach Student, mit hinzugedachten Antworten, die über die Skala verteilt sind, 95 %.

listen-privacy-before = Antworten, bevor eine Datei sie geändert hat
listen-may-send = Umfragen per E-Mail verschicken
listen-event-asking-begun = Eine Umfrage wird per E-Mail verschickt
listen-event-asking-prepared = Für alle, die gefragt werden, liegt eine Nachricht bereit
listen-event-asking-stopped = Das Fragen per E-Mail wurde angehalten oder ging weiter
listen-event-asking-reminded = Wer nicht geantwortet hat, wird erinnert

listen-askings = Per E-Mail gefragt
listen-askings-none = Per E-Mail wurde noch niemand gefragt.
listen-ask = Per E-Mail fragen
listen-mail-title = Per E-Mail fragen: { $name }
listen-mail-lead = Jede Person bekommt eine Nachricht in Ihrem Namen mit einem eigenen Link. Wer Fragen nicht zugestimmt hat, bekommt keine.
listen-mail-anonymous = Diese Umfrage ist ohne Namen: Alle bekommen denselben Link, sodass niemand erkennt, wer geantwortet hat. Deshalb wird auch niemand erinnert, und sie geht an nicht weniger Menschen, als für Ergebnisse nötig sind.
listen-mail-whom = Wen
listen-mail-segment = Kunden
listen-mail-segment-help = Gefragt werden dort alle, die eine Adresse haben und zugestimmt haben.
listen-mail-everybody = Alle Kunden
listen-mail-who = In wessen Namen
listen-mail-from = Name
listen-mail-from-help = Ein Mensch, nicht die Firma: Menschen antworten Menschen.
listen-mail-reply = E-Mail-Adresse für Antworten
listen-mail-reply-help = Wer auf die Nachricht antwortet, erreicht diese Person.
listen-mail-reminders = Erinnern
listen-mail-reminders-count = Wer nicht geantwortet hat
listen-mail-reminders-times = { $count ->
    [0] wird nicht erinnert
    [one] wird einmal erinnert
   *[other] wird bis zu { $count }-mal erinnert
  }
listen-mail-days = Tage dazwischen
listen-mail-days-help = Gezählt ab dem Tag, an dem jemand die letzte Nachricht bekam.
listen-mail-words = Worte
listen-mail-words-help = Aus {"{"}name{"}"} wird der Name der Person, aus {"{"}link{"}"} der Link zur Umfrage. Wie man keine weiteren bekommt, wird unten angefügt.
listen-mail-subject-in = Betreff ({ $language })
listen-mail-text-in = Text ({ $language })
listen-mail-again-subject-in = Betreff der Erinnerung ({ $language })
listen-mail-again-text-in = Text der Erinnerung ({ $language })
listen-mail-look = Zeigen, wer gefragt würde
listen-mail-people = { $count ->
    [0] Niemand würde gefragt
    [one] Eine Person würde gefragt
   *[other] { $count } Personen würden gefragt
  }
listen-mail-left-out = Nicht gefragt
listen-why-no_address = { $count ->
    [one] Eine Person hat keine E-Mail-Adresse
   *[other] { $count } haben keine E-Mail-Adresse
  }
listen-why-no_consent = { $count ->
    [one] Eine Person hat nie gesagt, ob sie gefragt werden will
   *[other] { $count } haben nie gesagt, ob sie gefragt werden wollen
  }
listen-why-said_no = { $count ->
    [one] Eine Person hat Nein gesagt
   *[other] { $count } haben Nein gesagt
  }
listen-why-suppressed = { $count ->
    [one] Eine Person hat eine Adresse, an die nicht geschrieben wird
   *[other] { $count } haben eine Adresse, an die nicht geschrieben wird
  }
listen-why-lately = { $count ->
    [one] Eine Person wurde zuletzt oft genug gefragt
   *[other] { $count } wurden zuletzt oft genug gefragt
  }
listen-why-erased = { $count ->
    [one] Eine Person wurde gelöscht
   *[other] { $count } wurden gelöscht
  }
listen-mail-preview = So liest es sich ({ $language })
listen-mail-preview-again = So liest sich die Erinnerung ({ $language })
listen-mail-send = { $count ->
    [one] Eine Person fragen
   *[other] { $count } Personen fragen
  }
listen-mail-send-help = Verschickt wird im Hintergrund, außerhalb der Ruhezeiten. Sie können es jederzeit anhalten und weitergehen lassen.
listen-mail-nobody = Hier darf niemand gefragt werden. Zustimmungen werden auf der Seite einer Person eingetragen.
listen-mail-few = So wenige kann man nicht ohne Namen fragen: Es müssen mindestens { $minimum } sein, sonst lässt sich erkennen, wer geantwortet hat.
listen-mail-open-link = Diese Umfrage ist ohne Namen und ihr offener Link ist aus; es gibt also keinen Link zum Verschicken. Schalten Sie zuerst den offenen Link ein.
listen-mail-no-link = Der Text braucht {"{"}link{"}"}: Ohne ihn kann niemand antworten.
listen-mail-gap = Für {"{"}{ $gap }{"}"} ist nichts bekannt, was einzusetzen wäre. Verwenden Sie {"{"}name{"}"} und {"{"}link{"}"}.
listen-mail-long = Das ist länger als { $limit } Zeichen.
listen-mail-address = Geben Sie eine E-Mail-Adresse ein, etwa ada@laden.example.
listen-mail-sender = Geben Sie den Namen einer Person ein, in einer Zeile mit bis zu 200 Zeichen.
listen-mail-subject = Geben Sie eine Zeile mit bis zu 200 Zeichen ein.
listen-mail-refused = Das lässt sich nicht verschicken: { $why }.
listen-mail-reminders-wrong = Wählen Sie 0 bis { $limit } Erinnerungen.
listen-mail-reminders-anonymous = Ohne Namen kann niemand erinnert werden: Wer geantwortet hat, ist nicht bekannt.
listen-mail-days-wrong = Geben Sie 1 bis { $limit } Tage ein.
listen-mail-begun = Es wird vorbereitet und verschickt.
listen-mail-begin-subject = Wie war es, {"{"}name{"}"}?
listen-mail-begin-text = Guten Tag {"{"}name{"}"},

    wir möchten von Ihnen wissen, wie wir sind. Es dauert zwei Minuten:

    {"{"}link{"}"}

    Wenn Sie es mir lieber einfach sagen, antworten Sie auf diese Nachricht.

    Vielen Dank
listen-mail-again-subject = Noch einmal: Wie war es, {"{"}name{"}"}?
listen-mail-again-text = Guten Tag {"{"}name{"}"},

    vor einigen Tagen habe ich Sie gefragt, wie wir sind. Falls Sie zwei Minuten finden:

    {"{"}link{"}"}

    Wenn nicht, ist das auch in Ordnung.

    Vielen Dank
listen-mail-footer = { $business } fragt Sie, weil Sie Fragen danach, wie es war, zugestimmt haben. Keine weiteren davon:
listen-asking-title = Per E-Mail gefragt: { $name }
listen-asking-state-preparing = Wird vorbereitet
listen-asking-state-sending = Wird verschickt
listen-asking-state-sent = Verschickt
listen-asking-state-stopped = Angehalten
listen-asking-from = im Namen von { $name }
listen-asking-line = { $count ->
    [one] eine Person, { $sent } verschickt
   *[other] { $count } Personen, { $sent } verschickt
  }
listen-asking-preparing = { $count ->
    [one] Es wird vorbereitet: bisher eine Person. Nachrichten gehen währenddessen schon hinaus.
   *[other] Es wird vorbereitet: bisher { $count } Personen. Nachrichten gehen währenddessen schon hinaus.
  }
listen-asking-stopped = Es wird niemand mehr gefragt, bis Sie es weitergehen lassen.
listen-asking-resumed = Es geht weiter.
listen-asking-stop = Anhalten
listen-asking-resume = Weitergehen lassen
listen-asking-answers = Antworten
listen-asking-answered = { $begun } begonnen, { $done } abgeschickt.
listen-asking-anonymous = Ohne Namen lässt sich nicht sagen, welche Antworten durch diese Nachrichten kamen.
listen-asking-messages = Nachrichten
listen-asking-letter = Schreiben
listen-asking-round = { $round ->
    [0] Einladung
    [1] Erste Erinnerung
   *[other] Zweite Erinnerung
  }
listen-asking-people = Personen
listen-asking-waiting = Warten
listen-asking-sent = Verschickt
listen-asking-held = Nicht verschickt
listen-asking-returned = Kamen zurück
listen-asking-unsure = Unbekannt
listen-asking-left = Wollen keine mehr
listen-asking-held-why = { $round ->
    [0] Von der Einladung nicht verschickt
    [1] Von der ersten Erinnerung nicht verschickt
   *[other] Von der zweiten Erinnerung nicht verschickt
  }
listen-asking-waiting-help = Was wartet, geht hinaus, so schnell der Mailserver es nimmt, außerhalb der Ruhezeiten. Ob eine Nachricht geöffnet wurde, wird nicht beobachtet.
listen-asking-reminders = { $days ->
    [one] Wer nicht geantwortet hat, wird nach einem Tag erinnert,
   *[other] Wer nicht geantwortet hat, wird nach { $days } Tagen erinnert,
  } { $count ->
    [one] einmal.
   *[other] bis zu { $count }-mal.
  }
listen-asking-none = Noch keine Nachrichten.

listen-results-alpha = Messen die Zeilen dasselbe?
listen-results-alpha-sentence = Ab 0,7 darf man sie als eine Skala lesen, unter 0,5 fragen sie Verschiedenes. { $n } haben jede Zeile beantwortet.
method-survey-alpha = Cronbachs Alpha derer, die jede Zeile beantwortet haben, aus den Kovarianzen der Zeilen (Cronbach 1951), Intervall nach Duhachek und Iacobucci (2004), 95 %. Nicht gezeigt unter 20.

# The way customers go, and what they expect on it.
listen-journey-title = Weg der Kunden
listen-journey-lead = Wo Kunden Ihnen begegnen, in der Reihenfolge, in der sie es tun, und mit ihren Worten.
listen-journey-empty = Noch keine Berührungspunkte
listen-journey-empty-help = Beginnen Sie mit einer dieser Vorlagen und ändern Sie sie, oder legen Sie unten eigene Abschnitte an.
listen-journey-empty-ask = Jemand aus Inhaberschaft oder Leitung legt an, wo Kunden Ihnen begegnen.
listen-journey-begin-shop = Als Laden beginnen
listen-journey-begin-maker = Als Betrieb für andere Betriebe beginnen
listen-journey-begun = Der Weg ist begonnen. Benennen Sie um, ergänzen und streichen Sie, wie es bei Ihnen ist.
listen-journey-begun-already = Es gibt schon Abschnitte: Eine Vorlage ist für den Anfang da.
listen-journey-full = Es können höchstens { $limit } sein, gestrichene mitgezählt.
listen-stage = Abschnitt
listen-journey-stage-new = Neuer Abschnitt
listen-stage-name = Name des Abschnitts
listen-stage-name-help = Ein Stück ihres Weges, etwa „Kaufen“ oder „Wenn etwas ausfällt“.
listen-stage-empty = In diesem Abschnitt gibt es noch keine Berührungspunkte.
listen-stage-retire-help = Ein gestrichener Abschnitt und seine Berührungspunkte werden nicht mehr gezeigt; was dazu gesagt wurde, bleibt.
listen-touchpoint-new = Neuer Berührungspunkt
listen-touchpoint-name = Name des Berührungspunkts
listen-touchpoint-name-help = Was Kunden dort tun, mit ihren Worten: „Bekommt das Angebot“, „Bittet um Hilfe“.
listen-touchpoint-retire-help = Ein gestrichener Berührungspunkt wird nicht mehr gezeigt; was dazu gesagt wurde, bleibt.
listen-change = Ändern
listen-retire = Streichen
listen-retired = Gestrichen. Am Ende der Seite können Sie es zurückholen.
listen-restored = Es ist wieder da.
listen-retired-list = Gestrichen
listen-bring-back = Zurückholen
listen-move-up = „{ $name }“ eins nach oben
listen-move-down = „{ $name }“ eins nach unten
listen-ties = Fragen dazu
listen-ties-help = Eine Frage nach Erwartetem und Vorgefundenem sagt, ob hier Erwartungen erfüllt wurden. Eine Bewertung sagt, wie oft es gut ging.
listen-ties-none = Noch fragt keine Umfrage danach.
listen-tie-question = Frage
listen-tie = Fragt danach
listen-tie-nothing = Keine veröffentlichte Umfrage hat eine weitere Frage, die danach fragen könnte. Es können: erwartet und vorgefunden, Zufriedenheit, Mühe, Empfehlen und Wiederkaufen.
listen-untie = Lösen
listen-wrong-stage = Wählen Sie einen Abschnitt aus der Liste.
listen-wrong-question = Wählen Sie eine Frage aus der Liste: erwartet und vorgefunden, Zufriedenheit, Mühe, Empfehlen oder Wiederkaufen.
listen-wrong-template = Wählen Sie shop oder maker.
listen-wrong-customer = Nennen Sie den Kunden mit seiner Kennung, etwa acc_0000000000001.
listen-journey-shop-find = Uns finden
listen-journey-shop-hear = Hört von uns
listen-journey-shop-look = Sieht unsere Seite an
listen-journey-shop-come = Hereinkommen
listen-journey-shop-enter = Kommt in den Laden
listen-journey-shop-advice = Fragt um Rat
listen-journey-shop-buy = Kaufen
listen-journey-shop-pay = Bezahlt
listen-journey-shop-receive = Bekommt die Ware
listen-journey-shop-use = Benutzen
listen-journey-shop-first-use = Benutzt es zum ersten Mal
listen-journey-shop-question = Hat eine Frage
listen-journey-shop-trouble = Wenn etwas nicht stimmt
listen-journey-shop-bring-back = Bringt etwas zurück
listen-journey-shop-complain = Beschwert sich
listen-journey-shop-stay = Bleiben
listen-journey-shop-come-again = Kommt wieder
listen-journey-shop-tell = Erzählt es weiter
listen-journey-maker-learn = Uns kennenlernen
listen-journey-maker-hear = Hört von uns
listen-journey-maker-reference = Spricht mit einem unserer Kunden
listen-journey-maker-choose = Auswählen
listen-journey-maker-first-talk = Erstes Gespräch
listen-journey-maker-offer = Bekommt das Angebot
listen-journey-maker-order = Bestellen
listen-journey-maker-sign = Unterschreibt den Vertrag
listen-journey-maker-deliver = Lieferung und Anlauf
listen-journey-maker-train = Schulung
listen-journey-maker-work = Damit arbeiten
listen-journey-maker-support = Bittet um Hilfe
listen-journey-maker-invoice = Bekommt die Rechnung
listen-journey-maker-visit = Regelmäßiger Besuch
listen-journey-maker-trouble = Wenn etwas ausfällt
listen-journey-maker-fault = Meldet eine Störung
listen-journey-maker-put-right = Es wird in Ordnung gebracht
listen-journey-maker-renew = Weitermachen
listen-journey-maker-renewal = Verlängert oder bestellt wieder
listen-journey-maker-tell = Empfiehlt uns

listen-expected-title = Erwartungen
listen-expected-lead = Ob Kunden an jedem Berührungspunkt vorfanden, was sie erwarteten. Von weniger als { $minimum } wird nichts gezeigt.
listen-expected-empty-help = Erwartungen gehören zu Berührungspunkten. Legen Sie zuerst an, wo Kunden Ihnen begegnen.
listen-expected-asked = Kunden haben geantwortet
listen-expected-noted = Von Ihnen notiert
listen-expected-not-asked = Keine Umfrage fragt hier, was erwartet und vorgefunden wurde. Verbinden Sie eine solche Frage mit dem Berührungspunkt.
listen-expected-few = Bisher wurden weniger als { $minimum } beurteilt.
listen-expected-open = { $count ->
    [one] Eine notierte wartet auf ein Urteil.
   *[other] { $count } notierte warten auf ein Urteil.
  }
listen-expected-was = Das Erwartete wurde
listen-expected-gap = Vorgefunden weniger erwartet, auf einer Skala von 1 bis 7
listen-judgement-open = offen
listen-judgement-missed = verfehlt
listen-judgement-met = erfüllt
listen-judgement-exceeded = übertroffen
listen-judgement-reopen = Wieder offen
listen-wrong-judgement = Sagen Sie verfehlt, erfüllt oder übertroffen.
listen-expectations = Erwartet
listen-expectations-of = Was { $name } erwartet
listen-expectations-none = Nichts ist notiert.
listen-expectations-none-help = Fragen Sie, was erwartet wird, notieren Sie es hier, und sagen Sie später, was daraus wurde.
listen-expectations-all = { $count ->
    [0] Notieren, was erwartet wird
    [one] Alle, und eine beurteilte
   *[other] Alle, und { $count } beurteilte
  }
listen-expectation-new = Notieren, was erwartet wird
listen-expectation-text = Erwartet wird
listen-expectation-text-help = Mit den Worten des Kunden, damit später zu sagen ist, ob es eintrat.
listen-expectation-where = Berührungspunkt
listen-expectation-by = Bis wann
listen-expectation-by-help = Falls ein Tag genannt wurde.
listen-expectation-who = Wer es sagte
listen-expectation-nobody = Nicht bekannt
listen-expectation-note = Notieren
listen-expectation-noted = Es ist notiert.
listen-expectation-noted-on = notiert am { $day }
listen-expectation-due = bis { $day }
listen-expectation-overdue = war bis { $day } erwartet
listen-expectation-by-answer = nach der eigenen Antwort
listen-expectation-erased = Die Worte wurden gelöscht
listen-expectation-remove = Wegnehmen
listen-expectation-removed = Es wurde weggenommen.
listen-expectation-away = Es wurde weggenommen. Holen Sie es zuerst zurück.
listen-choose = Wählen
listen-earlier = Frühere
listen-to-customer = Zum Kunden
listen-is-erased = Die Daten wurden gelöscht, und es wird nichts mehr dazu notiert.
listen-wrong-touchpoint = Wählen Sie einen Berührungspunkt aus der Liste.
listen-wrong-due = Wählen Sie einen Tag im letzten Jahr oder in den nächsten zehn.
listen-timeline-expectations = Erwartungen
listen-timeline-expected = { $judgement ->
    [missed] Erwartete etwas, das verfehlt wurde: { $touchpoint }
    [met] Erwartete etwas, das erfüllt wurde: { $touchpoint }
    [exceeded] Erwartete etwas, das übertroffen wurde: { $touchpoint }
   *[other] Erwartet etwas: { $touchpoint }
  }
listen-privacy-expectation = Was darüber notiert wurde, was sie erwarten
listen-may-note = Notieren, was Kunden erwarten und warum sie kamen, blieben oder gingen
listen-event-journey-begun = Der Weg der Kunden wurde aus einer Vorlage begonnen
listen-event-stage-added = Ein Abschnitt kam zum Weg der Kunden hinzu
listen-event-stage-changed = Ein Abschnitt des Wegs der Kunden wurde geändert
listen-event-touchpoint-added = Ein Berührungspunkt kam zum Weg der Kunden hinzu
listen-event-touchpoint-changed = Ein Berührungspunkt des Wegs der Kunden wurde geändert
listen-event-question-tied = Eine Frage wurde mit einem Berührungspunkt verbunden oder gelöst
listen-event-expectation-noted = Eine Erwartung wurde notiert
listen-event-expectation-judged = Es wurde gesagt, was aus einer Erwartung wurde
listen-event-expectation-removed = Eine Erwartung wurde weggenommen oder zurückgeholt

# Why customers came, stayed and left.
listen-reason = Grund
listen-reasons-came = Was sie herführte
listen-reasons-decided = Was den Ausschlag gab
listen-reasons-stayed = Warum sie blieben
listen-reasons-left = Warum sie gingen
listen-reasons-went = Wohin sie gingen
listen-reasons-lead-came = Wie Kunden, die in den letzten zwei Jahren kamen, Sie fanden, so wie sie es erzählten oder antworteten.
listen-reasons-lead-decided = Warum sich Kunden, die in den letzten zwei Jahren kamen, für Sie entschieden.
listen-reasons-lead-stayed = Warum Kunden bei Ihnen bleiben, so wie sie es in den letzten zwei Jahren erzählten oder antworteten.
listen-reasons-lead-left = Warum Kunden in den letzten zwei Jahren gingen, so wie sie es erzählten oder antworteten.
listen-reasons-lead-went = Zu wem oder wozu Kunden wechselten, die in den letzten zwei Jahren gingen.
listen-reasons-choose = Welche Frage
listen-reasons-none = Noch ist nichts bekannt
listen-reasons-none-help = Notieren Sie es auf der Seite eines Kunden, oder fragen Sie danach: Die Umfragen „Nach einem Kauf“ und „Wenn jemand geht“ bringen die Fragen mit.
listen-reasons-asked = Bekannt von
listen-reasons-asked-sentence = Von so vielen von { $n } Kunden ist es bekannt; die Anteile unten beruhen allein auf ihnen.
listen-reasons-not-asked = { $count ->
    [0] Von allen ist es bekannt.
    [one] Von einem ist es nicht bekannt: nicht gefragt oder nicht beantwortet.
   *[other] Von { $count } ist es nicht bekannt: nicht gefragt oder nicht beantwortet.
  }
listen-reasons-not-asked-head = Nicht bekannt
listen-reasons-unknown = Wer nicht gefragt wurde, lässt sich nicht sagen: Kein Kunde hat einen Vertrag, der beendet wurde. Gezählt ist allein, was erzählt wurde.
listen-reasons-told = { $count ->
    [one] Ein Kunde hat es gesagt
   *[other] { $count } Kunden haben es gesagt
  }
listen-reasons-mouth = Von jemandem gehört: Bei { $tracked } ist bekannt, welcher Kunde es war, bei { $untracked } nicht.
listen-reasons-months = Nach Monat
listen-reasons-most = Am häufigsten gesagt
listen-reasons-competitors = Genannt von denen, die gingen
listen-reasons-customers = { $count ->
    [one] ein Kunde
   *[other] { $count } Kunden
  }
listen-reason-came-person = Jemand hat es erzählt
listen-reason-came-advert = Eine Anzeige
listen-reason-came-search = Eine Suche
listen-reason-came-passing = Kam vorbei
listen-reason-came-other = Etwas anderes
listen-reason-decided-price = Der Preis
listen-reason-decided-product = Die Ware
listen-reason-decided-service = Der Service
listen-reason-decided-recommendation = Eine Empfehlung
listen-reason-decided-place = Sie sind in der Nähe
listen-reason-decided-other = Etwas anderes
listen-reason-stayed-price = Der Preis
listen-reason-stayed-product = Die Ware
listen-reason-stayed-service = Der Service
listen-reason-stayed-people = Ihre Leute
listen-reason-stayed-habit = Gewohnheit, oder Wechseln ist mühsam
listen-reason-stayed-alternative = Es gibt niemand anderen
listen-reason-stayed-other = Etwas anderes
listen-reason-left-price = Der Preis
listen-reason-left-product = Die Ware
listen-reason-left-service = Der Service
listen-reason-left-mishap = Etwas ging schief
listen-reason-left-need = Nicht mehr gebraucht
listen-reason-left-other = Etwas anderes
listen-reason-went-competitor = Zu jemand anderem
listen-reason-went-self = Macht es selbst
listen-reason-went-nobody = Verzichtet darauf
listen-reason-went-other = Nicht bekannt
listen-why = Warum
listen-why-of = Warum { $name } kam, blieb oder ging
listen-why-none = Niemand hat notiert, warum sie kamen.
listen-why-none-help = Fragen Sie, was sie herführte und was den Ausschlag gab, und notieren Sie es hier.
listen-why-new = Einen Grund notieren
listen-why-note = Notieren, warum sie kamen, bleiben oder gingen
listen-reason-detail = Name
listen-reason-detail-help = Wer es erzählte, welche Anzeige, zu wem sie gingen. Kunden, die es erzählten, werden danach gesucht.
listen-reason-referrer = Welcher Kunde hat es erzählt
listen-reason-which = Wählen Sie, wer es war, oder sagen Sie, dass es niemand aus der Liste ist, und speichern Sie noch einmal.
listen-reason-nobody = Niemand aus der Liste
listen-wrong-reason = Wählen Sie einen Grund aus der Liste.
listen-wrong-referrer = Wählen Sie einen anderen Kunden, und nur, wo jemand es erzählt hat.
listen-wrong-means = Eine Antwort zählt als etwas, das es nicht gibt.
listen-means = Zählt als
listen-means-of = Antwort { $choice } zählt als
listen-means-nothing = nichts
listen-means-help = Antworten, die als Grund zählen, stehen auf der Seite, warum Kunden kamen, blieben und gingen.
listen-timeline-reasons = Gründe
listen-timeline-reason = { $about }: { $word }
listen-privacy-reason = Warum sie kamen, blieben oder gingen, wie es notiert wurde
listen-event-reason-noted = Es wurde notiert, warum ein Kunde kam, blieb oder ging
listen-event-reason-removed = Ein Grund wurde weggenommen oder zurückgeholt
listen-begin-after-sale-decided = Was gab den Ausschlag, bei uns zu kaufen?
listen-begin-after-sale-decided-1 = Der Preis
listen-begin-after-sale-decided-2 = Die Ware
listen-begin-after-sale-decided-3 = Der Service
listen-begin-after-sale-decided-4 = Jemand hat Sie empfohlen
listen-begin-after-sale-decided-5 = Sie sind in der Nähe
listen-begin-after-sale-decided-6 = Etwas anderes

# What touchpoints are held to.
listen-standard = Maßstab
listen-standard-sentence = In Worten
listen-standard-sentence-help = Worauf sich Kunden hier verlassen können.
listen-standard-within = Beantwortet innerhalb von
listen-standard-within-help = Gemessen an dem, was erfasst ist: Ein Kunde wendet sich an einen Bereich, und derselbe Bereich antwortet. Arbeitszeit ist Montag bis Freitag, neun bis siebzehn Uhr. Lassen Sie es leer, wo es nicht zu messen ist.
listen-standard-unit = Einheit
listen-standard-unit-hours = Arbeitsstunden
listen-standard-unit-days = Arbeitstagen
listen-standard-function = Wer antwortet
listen-standard-nobody = Nicht zu messen
listen-standard-within-hours = { $count ->
    [one] { $function } antwortet innerhalb einer Arbeitsstunde
   *[other] { $function } antwortet innerhalb von { $count } Arbeitsstunden
  }
listen-standard-within-days = { $count ->
    [one] { $function } antwortet bis zum Ende des nächsten Arbeitstags
   *[other] { $function } antwortet innerhalb von { $count } Arbeitstagen
  }
listen-standard-none = Noch kein Maßstab.
listen-standard-in-words = Ob das eingehalten wird, lässt sich aus dem Erfassten nicht messen; fragen Sie die Kunden.
listen-standard-met = Maßstab eingehalten
listen-standard-few = Weniger als { $minimum } Kontakte im letzten Jahr: nicht gezeigt.
listen-standard-well = Ging gut
listen-standard-not-asked = Noch fragt keine Umfrage danach.
listen-plan = Damit es besser wird
listen-plan-text = Was getan wird
listen-plan-who = Von wem
listen-plan-day = Bis wann
listen-plan-nobody = Noch niemand
listen-plan-until = bis { $day }
listen-plan-overdue = sollte bis { $day } getan sein
listen-wrong-within = Geben Sie eine ganze Zahl von 1 bis { $limit } ein.
listen-wrong-unit = Wählen Sie Arbeitsstunden oder Arbeitstage.
listen-wrong-function = Wählen Sie, wer antwortet.
listen-wrong-staff = Wählen Sie jemanden aus der Liste.
method-journey-standard = Kunden, die sich in den letzten 365 Tagen an einen Bereich wandten und von ihm rechtzeitig Antwort bekamen, von denen, die Antwort bekamen oder deren Zeit um ist. Wer sich vor der Antwort noch einmal meldet, zählt einmal, vom ersten Mal an. Intervall: Wilson (1927), unter 20 Kontakten Clopper und Pearson (1934), 95 %.
method-journey-well = Antworten auf die verbundenen Fragen, die am oberen Ende ihrer Skala liegen (Empfehlen: 9 und 10), oder bei denen mindestens das Erwartete vorgefunden wurde. Intervall: Wilson (1927), unter 20 Antworten Clopper und Pearson (1934), 95 %.
# Was Menschen von sich aus sagen.
listen-may-answer = Rückmeldungen von Kunden beantworten und darüber entscheiden
listen-event-voices-opened = Die Seite für Rückmeldungen wurde geöffnet oder geschlossen
listen-event-voice-received = Jemand hat etwas gesagt
listen-event-voice-matched = Eine Rückmeldung wurde einem Kunden zugeordnet
listen-event-voice-answered = Eine Rückmeldung wurde beantwortet
listen-event-voice-merged = Zwei Rückmeldungen wurden zusammengelegt oder wieder getrennt
listen-event-voice-published = Die öffentliche Wunschliste wurde geändert
listen-event-voice-voted = Noch jemand möchte, was auf der öffentlichen Liste steht
listen-event-voice-told = Alle, die gefragt haben, erfahren, was getan wurde
listen-event-voice-passed-on = Ein Lob wurde weitergegeben
listen-privacy-voice = Was sie von sich aus gesagt haben
listen-privacy-voice-reply = Was darauf geantwortet wurde
listen-privacy-voice-vote = Wo sie von dem hören möchten, wofür sie gestimmt haben
listen-privacy-voice-letter = Adressen von Briefen darüber
listen-timeline-voices = Gesagt
listen-timeline-suggestion = Hat etwas vorgeschlagen
listen-timeline-question = Hat etwas gefragt
listen-timeline-request = Hat um etwas gebeten
listen-timeline-praise = Hat gelobt
listen-timeline-complaint = Hat sich beschwert
listen-sort-suggestion = Vorschlag
listen-sort-question = Frage
listen-sort-request = Wunsch
listen-sort-praise = Lob
listen-sort-complaint = Beschwerde
listen-stage-new = Neu
listen-stage-answered = Beantwortet
listen-stage-granted = Zugesagt
listen-stage-declined = Abgelehnt
listen-stage-done = Erledigt
listen-becomes-answered = Beantwortet, sonst nichts
listen-becomes-granted = Zugesagt: Wir machen es
listen-becomes-declined = Abgelehnt: Wir machen es nicht
listen-becomes-done = Erledigt
listen-misaligned-ours = Wir sahen es falsch
listen-misaligned-theirs = Sie sahen es falsch
listen-misaligned-both = Beide sahen es falsch
listen-misaligned-nobody = Niemand irrt: Wir wollen Verschiedenes

listen-say-title = Sagen Sie es uns
listen-say-lead = Was besser sein könnte, was Sie wissen oder haben möchten, was gut war, was schiefging. Ein Mensch liest es.
listen-say-closed = Hier kann zurzeit nichts hinterlassen werden.
listen-say-trap = Bitte leer lassen
listen-say-sort = Worum geht es?
listen-say-suggestion = Ich habe einen Vorschlag
listen-say-question = Ich habe eine Frage
listen-say-request = Ich wünsche mir etwas
listen-say-praise = Etwas war gut
listen-say-complaint = Etwas ging schief
listen-say-sort-missing = Wählen Sie, worum es geht.
listen-say-text = Was möchten Sie uns sagen?
listen-say-about = Geht es um jemanden oder etwas bei uns?
listen-say-name = Ihr Name
listen-say-email = Ihre E-Mail-Adresse
listen-say-email-help = Auch ohne sie bekommen Sie eine Adresse, unter der Sie sehen, was daraus wird.
listen-say-wants = Schreiben Sie mir, was daraus wird
listen-say-optional = (nicht nötig)
listen-say-send = Absenden
listen-say-quick = Das ging sehr schnell. Bitte drücken Sie noch einmal auf Absenden.
listen-follow-title = Was Sie uns gesagt haben
listen-follow-thanks = Danke. Es ist angekommen.
listen-follow-keep = Heben Sie diese Adresse auf: Dort sehen Sie, was daraus wird, und unsere Antwort.
listen-follow-hears = Wir schreiben Ihnen auch, sobald es eine Antwort gibt.
listen-follow-stage-new = Noch nicht beantwortet
listen-follow-stage-answered = Beantwortet
listen-follow-stage-granted = Wir machen es
listen-follow-stage-declined = Wir machen es nicht
listen-follow-stage-done = Erledigt
listen-follow-answered = Unsere Antwort
listen-follow-granted = Wir machen es
listen-follow-declined = Wir machen es nicht, und warum
listen-follow-done = Was wir getan haben
listen-follow-none = Es gibt noch keine Antwort. Kommen Sie später an diese Adresse zurück.
listen-wishes-title = Was andere sich wünschen
listen-wishes-lead = Möchten Sie es auch? Ein Klick, kein Konto. Ihr Browser merkt sich ein Zeichen, damit jeder einmal zählt.
listen-wishes-none = Hier steht noch nichts.
listen-wishes-votes = { $count ->
    [0] niemand hat es noch einmal gewünscht
    [one] noch jemand möchte es
   *[other] noch { $count } Menschen möchten es
  }
listen-wishes-mine = Sie auch
listen-wishes-want = Das möchte ich auch
listen-wishes-hear = Ich möchte davon hören
listen-wishes-email = Ihre E-Mail-Adresse, um zu hören, wenn es erledigt ist
listen-wishes-thanks = Danke. Es zählt.

listen-voices-title = Rückmeldungen
listen-voices-lead = Was Menschen Ihnen von sich aus sagen: Antworten Sie, tun Sie es oder sagen Sie, warum nicht, und sagen Sie es denen, die gefragt haben.
listen-voices-rooms = Welche davon
listen-voices-all = Alle
listen-voices-new = Nicht beantwortet ({ $count })
listen-voices-untold = Erledigt, niemand weiß es ({ $count })
listen-voices-mine = Lob für mich
listen-voices-search = Wörter, Name oder Adresse
listen-voices-searched = Die Suche betrachtet die letzten { $count }.
listen-voices-sorts = Jede Art
listen-voices-stages = Was auch daraus wurde
listen-voices-find = Suchen
listen-voices-empty = Noch hat Ihnen niemand etwas gesagt
listen-voices-empty-help = Öffnen Sie unten die Seite, und hängen Sie ihren Code auf, wo Kunden sind.
listen-voices-page = Die Seite für alle
listen-voices-open = Wer diese Adresse oder ihren Code hat, kann Ihnen etwas sagen.
listen-voices-list = Was Sie davon veröffentlichen, steht hier, und andere können es sich auch wünschen:
listen-voices-close = Die Seite schließen
listen-voices-shut = Die Seite ist geschlossen: Von außen kann niemand etwas hinterlassen.
listen-voices-open-it = Die Seite öffnen
listen-voices-who-opens = Inhaberin, Inhaber oder Leitung können sie öffnen.
listen-voices-opened = Die Seite ist offen
listen-voices-closed = Die Seite ist geschlossen
listen-voice-what = Was gesagt wurde
listen-voice-sort = Art
listen-voice-stage = Was daraus wurde
listen-voice-from = Von
listen-voice-when = Wann
listen-voice-nameless = ohne Namen
listen-voice-erased = Gelöscht
listen-voice-wants = möchte davon hören
listen-voice-about = Es geht um:
listen-voice-praised = Weitergegeben an { $name }
listen-voice-went = Zusammengelegt mit
listen-voice-kin = Dasselbe, von anderen gesagt
listen-voice-replies = Was wir geantwortet haben
listen-voice-reply = Antworten
listen-voice-only-link = Es wurde keine Adresse hinterlassen oder keine Nachricht gewünscht: Die Antwort steht unter der Adresse, die sie bekommen haben.
listen-voice-becomes = Daraus wird
listen-voice-text = Was Sie sagen
listen-voice-text-help = Es wird gelesen, wie es hier steht. Wenn Sie ablehnen, sagen Sie, warum; wenn es erledigt ist, was Sie getan haben.
listen-voice-misaligned = Wenn Sie ablehnen: Wessen Missverständnis ist es?
listen-voice-misaligned-help = Das sehen nur Sie. Später zeigt es, wo Sie und Ihre Kunden etwas verschieden sehen.
listen-voice-reply-go = Speichern und antworten
listen-voice-said-answered = Beantwortet
listen-voice-said-granted = Zugesagt
listen-voice-said-declined = Abgelehnt
listen-voice-said-done = Erledigt. Sagen Sie es jetzt denen, die gefragt haben.
listen-voice-tell = Sie haben es gesagt, wir haben es getan
listen-voice-hearers = { $count ->
    [0] Niemand, der gefragt hat, hat eine Adresse hinterlassen. Wer die Antwortadresse hat, sieht es dort.
    [one] Eine Person, die gefragt hat, möchte davon hören.
   *[other] { $count } Menschen, die gefragt haben, möchten davon hören.
  }
listen-voice-tell-go = { $count ->
    [0] Vermerken, dass es niemandem zu sagen ist
    [one] Dieser Person sagen
   *[other] Allen { $count } sagen
  }
listen-voice-told = { $count ->
    [0] Vermerkt
    [one] Einer Person wird geschrieben
   *[other] { $count } Menschen wird geschrieben
  }
listen-voice-told-on = Sie wissen es seit { $day }.
listen-voice-whose = Welcher Kunde ist es?
listen-voice-by-email = hat diese Adresse
listen-voice-match = Das sind sie
listen-voice-unmatch = Es ist nicht von ihnen
listen-voice-matched = Es steht jetzt beim Kunden
listen-voice-unmatched = Es steht jetzt bei keinem Kunden
listen-voice-none-found = Niemand wurde gefunden.
listen-voice-look = Name, Adresse oder Nummer eines Kunden
listen-voice-nobody = Diesen Kunden gibt es nicht, oder die Person ist nicht dort.
listen-voice-public = Auf der öffentlichen Liste
listen-voice-words = In Ihren Worten
listen-voice-words-help = Eine Zeile, ohne Namen. Andere können es sich auch wünschen und hören, wenn es erledigt ist.
listen-voice-publish = Auf die Liste setzen
listen-voice-withdraw = Von der Liste nehmen
listen-voice-published = Es steht auf der Liste
listen-voice-withdrawn = Es steht nicht mehr auf der Liste
listen-voice-merge = Haben andere dasselbe gesagt?
listen-voice-merge-help = Dann steht eines für beide, wird einmal beantwortet, und alle, die gefragt haben, hören davon. Es lässt sich zurücknehmen.
listen-voice-merge-into = Es ist dasselbe wie
listen-voice-merge-go = Jenes für beide stehen lassen
listen-voice-merged = Eines steht jetzt für beide
listen-voice-unmerge = Es ist doch etwas Eigenes
listen-voice-unmerged = Es steht wieder für sich
listen-voice-pass = Das Lob weitergeben
listen-voice-pass-whom = An wen
listen-voice-pass-help = Es steht unter „Lob für mich“ und geht an die E-Mail-Adresse, wenn es eine gibt.
listen-voice-pass-go = Weitergeben
listen-voice-passed = Weitergegeben
listen-voice-email-wrong = Das ist keine E-Mail-Adresse.
listen-voice-email-missing = Wohin sollen wir schreiben? Geben Sie Ihre Adresse an, oder nehmen Sie das Häkchen weg.
listen-voice-long = Höchstens { $limit } Zeichen.
listen-voice-sort-wrong = Diese Art gibt es nicht.
listen-voice-stage-wrong = Wählen Sie, was daraus wird.
listen-voice-after-wrong = Diese Seite gibt es nicht.
listen-voice-language-wrong = Das ist keine Sprache: Schreiben Sie `en` oder `de`.
listen-voice-reason-missing = Sagen Sie, warum: Nichts wird ohne Grund abgelehnt.
listen-voice-misaligned-missing = Sagen Sie, wessen Missverständnis es ist.
listen-voice-is-merged = Es wurde mit etwas anderem zusammengelegt. Beantworten Sie jenes.
listen-voice-not-done = Sagen Sie zuerst, was getan wurde.
listen-voice-told-already = Sie wissen es schon.
listen-voice-same = Es steht schon für jenes.
listen-voice-no-praise = Nur Lob wird weitergegeben.
listen-voice-no-staff = Wählen Sie jemanden, der hier arbeitet.
listen-voice-letter-hello = Guten Tag { $name },
listen-voice-letter-hello-nobody = Guten Tag,
listen-voice-letter-answered-subject = Eine Antwort auf das, was Sie uns gesagt haben
listen-voice-letter-answered-text = {"{"}greeting{"}"}

    Sie haben uns gesagt:

    {"{"}said{"}"}

    Unsere Antwort:

    {"{"}reply{"}"}

    Was daraus wird: {"{"}link{"}"}

    --
    { $business }. Keine solchen Antworten mehr: {"{"}unsubscribe{"}"}
listen-voice-letter-granted-subject = Wir machen, was Sie sich gewünscht haben
listen-voice-letter-granted-text = {"{"}greeting{"}"}

    Sie haben uns gesagt:

    {"{"}said{"}"}

    Wir machen es:

    {"{"}reply{"}"}

    Was daraus wird: {"{"}link{"}"}

    --
    { $business }. Keine solchen Antworten mehr: {"{"}unsubscribe{"}"}
listen-voice-letter-declined-subject = Zu dem, was Sie sich gewünscht haben
listen-voice-letter-declined-text = {"{"}greeting{"}"}

    Sie haben uns gesagt:

    {"{"}said{"}"}

    Wir machen es nicht, und das ist der Grund:

    {"{"}reply{"}"}

    Wenn Sie es anders sehen, antworten Sie auf diese Nachricht. Es steht auch hier: {"{"}link{"}"}

    --
    { $business }. Keine solchen Antworten mehr: {"{"}unsubscribe{"}"}
listen-voice-letter-done-subject = Sie haben es gesagt, wir haben es getan
listen-voice-letter-done-text = {"{"}greeting{"}"}

    Sie wollten:

    {"{"}said{"}"}

    Wir haben es getan:

    {"{"}reply{"}"}

    Danke, dass Sie es uns gesagt haben. Mehr dazu: {"{"}link{"}"}

    --
    { $business }. Keine solchen Antworten mehr: {"{"}unsubscribe{"}"}
listen-voice-letter-praise-subject = Jemand hat Sie gelobt
listen-voice-letter-praise-text = {"{"}greeting{"}"}

    ein Kunde hat über Sie geschrieben:

    {"{"}said{"}"}

    Es steht hier: {"{"}link{"}"}

    --
    { $business }. Nichts davon mehr: {"{"}unsubscribe{"}"}

# Arbeit, die Umfragen und Rückmeldungen auf Heute hinterlassen.
listen-work-unhappy = hat mit { $value } von { $high } geantwortet und wartet auf einen Anruf.
listen-work-untold = hat um etwas gebeten, das erledigt ist, und niemand hat es gesagt.
listen-work-decider = hat jemanden, der entscheidet und nicht geantwortet hat.
listen-reason-answered = Hat „{ $survey }“ am { $day } beantwortet.
listen-reason-no-call = Seither hat niemand einen Anruf oder Besuch vermerkt.
listen-reason-suggestion = Der Vorschlag ist seit { $day } umgesetzt.
listen-reason-question = Die Frage ist seit { $day } erledigt.
listen-reason-request = Der Wunsch ist seit { $day } erfüllt.
listen-reason-praise = Was aus dem Lob wurde, ist seit { $day } erledigt.
listen-reason-complaint = Die Beschwerde ist seit { $day } behoben.
listen-reason-asked = Wurde am { $day } zu „{ $survey }“ gefragt.
listen-reason-others = { $count ->
    [one] Eine andere Person dort hat geantwortet.
   *[other] { $count } andere dort haben geantwortet.
  }
listen-action-call = Antwort lesen und anrufen
listen-action-tell = Sagen Sie es ihnen
listen-action-ask = Ansehen, wer entscheidet
# Was mit einem Ergebnis einhergeht.
listen-drivers = Was damit einhergeht
listen-drivers-of = Was mit dem Ergebnis von { $name } einhergeht
listen-drivers-lead = Welche Bewertungen mit dem Ergebnis steigen und fallen, wie viel davon sie ausmachen, und wie gut sie ausfallen.
listen-drivers-back = Zurück zu den Ergebnissen
listen-drivers-ice = Wenn mehr Eis gegessen wird, ertrinken mehr Menschen: Beides kommt mit dem Sommer, und kein Bademeister verbietet Eis. Genauso geht miteinander einher, was hier steht. Ob eine bessere Bewertung am Ergebnis etwas ändern würde, zeigt nur ein Versuch.
listen-drivers-outcome = Ergebnis
listen-drivers-choose = Bewertungen wählen, bis zu { $most }
listen-drivers-candidates = Bewertungen
listen-drivers-candidates-help = Bis zu { $most } zugleich. Die Auswahl einer Frage wird in ihrer Reihenfolge als Skala genommen.
listen-drivers-none = Noch lässt sich nichts sagen
listen-drivers-refused-few = Von zu wenigen Menschen kennen wir alle diese Antworten: Mindestens { $needed } sind nötig, und zehn je Bewertung. Wählen Sie weniger Bewertungen, oder warten Sie auf mehr Antworten.
listen-drivers-refused-same-outcome = Alle haben beim Ergebnis dasselbe geantwortet, also kann nichts damit einhergehen.
listen-drivers-refused-no-drivers = Keine Bewertung ist übrig, die sich neben das Ergebnis stellen ließe. Diese Seite ist für eine Tabelle aus Zeilen da, die auf einer Skala bewertet werden; oder wählen Sie oben Bewertungen.
listen-drivers-refused-no-outcome = Diese Umfrage fragt nichts, was ein Ergebnis sein könnte: ob jemand uns empfiehlt, wieder kauft, zufrieden ist.
listen-drivers-refused-follows = Die Antworten auf „{ $driver }“ folgen aus denen auf die anderen Bewertungen, also kann sie niemand auseinanderhalten. Lassen Sie eine davon weg.
listen-drivers-counted = { $people } Menschen haben beim Ergebnis geantwortet, jeder einmal gezählt mit der letzten Antwort. { $complete } davon haben jede Bewertung abgegeben, die hier steht; { $left } fehlen, weil eine Antwort fehlt.
listen-drivers-counted-all = { $people } Menschen haben beim Ergebnis und bei jeder Bewertung geantwortet, die hier steht, jeder einmal gezählt mit der letzten Antwort.
listen-drivers-explained = Alle zusammen machen aus
listen-drivers-explained-sentence = So viel davon, wie sich das Ergebnis von Mensch zu Mensch unterscheidet, geht mit diesen Bewertungen einher; der Rest mit dem, was nicht gefragt wurde, und mit dem Zufall.
listen-drivers-map = Bedeutung und Bewertung
listen-drivers-map-importance = Bedeutung, % der Unterschiede im Ergebnis
listen-drivers-map-rated = Bewertung, Anteil an der ganzen Skala
listen-drivers-map-help = Die Linien stehen bei den Mitteln aller Bewertungen, also liegen immer welche darunter. Rechts und unter den Linien: geht mit dem Ergebnis einher und ist schlechter bewertet als die anderen. Die Nummern sind die der Tabelle.
listen-drivers-table = Bewertung für Bewertung
listen-drivers-table-help = Die Anteile ergeben zusammen, was alle gemeinsam ausmachen. Wo sich Intervalle überschneiden, kann die Reihenfolge Zufall sein.
listen-drivers-number = Nr.
listen-drivers-rating = Bewertung
listen-drivers-importance = Bedeutung
listen-drivers-mean = Bewertet
listen-drivers-of-scale = von { $low } bis { $high }
listen-drivers-where = Was das heißt
listen-drivers-missing = Fehlt bei
listen-drivers-entangled = Ergibt sich fast aus den anderen Bewertungen: Sein Anteil kann ebenso gut ihrer sein.
listen-drivers-quadrant-first = Geht damit einher, schlechter bewertet als andere: zuerst hier hinsehen
listen-drivers-quadrant-keep = Geht damit einher, gut bewertet: weiter so
listen-drivers-quadrant-later = Geht weniger damit einher, schlechter bewertet: später
listen-drivers-quadrant-overkill = Geht weniger damit einher, gut bewertet: mehr, als jemand bemerkt?
listen-drivers-aside = Nicht angesehen
listen-drivers-aside-same = { $driver }: Alle haben dasselbe geantwortet.
listen-drivers-aside-rare = { $driver }: Weniger als die Hälfte hat geantwortet, die meisten würden also fehlen. Oben gewählt, wird es trotzdem gezeigt.
listen-drivers-aside-many = { $driver }: { $most } Bewertungen stehen davor. Wählen Sie oben andere.
listen-drivers-file = Als Datei
listen-drivers-unknown = Diese Umfrage fragt nichts namens „{ $name }“, das sich hier ansehen ließe. Öffnen Sie die Seite noch einmal ohne.
method-survey-drivers = Anteil an der Varianz des Ergebnisses: der mittlere Zugewinn über alle Reihenfolgen, in denen Bewertungen hinzukommen können (Shapley-Wert von R²; Lindeman, Merenda und Gold 1980). Intervall: 400 Ziehungen ganzer Menschen mit Zurücklegen, Perzentile, 95 %; bei wenigen Menschen ist es zu schmal. Letzte Antworten aller, die alles davon beantwortet haben.

# Wer gefragt wurde und nicht geantwortet hat.
listen-missing = Wer fehlt
listen-missing-of = Wer bei { $name } fehlt
listen-missing-lead = Von denen, die einen eigenen Link bekamen: Wer öfter antwortet, wer seltener, und wie die Werte wären, wenn alle gleich oft geantwortet hätten.
listen-missing-none = Es ist nicht bekannt, wer gefragt wurde
listen-missing-off-anonymous = In dieser Umfrage wird niemand genannt, also weiß auch niemand, wer fehlt.
listen-missing-off-nobody = Niemand oder kaum jemand bekam einen eigenen Link. Wer über den offenen Link kommt, stand auf keiner Liste, also kann dort niemand fehlen.
listen-missing-off-few = Noch gibt es keine Gewichte: Weniger als 30 der namentlich Gefragten haben geantwortet.
listen-missing-off-everybody = Alle Gefragten haben geantwortet: Zu gewichten gibt es nichts.
listen-missing-off-alike = Es gibt keine Gewichte: Nichts ist festgehalten, was die Gefragten unterscheidet. Ebenen, Rollen beim Kauf, Arten und Teams tun das.
listen-missing-segment = Ein Segment unterscheiden
listen-missing-no-segment = Keines
listen-missing-less = { $group }: { $own } haben geantwortet, von den anderen { $rest }. Sie kommen weniger zu Wort, als sie sollten.
listen-missing-more = { $group }: { $own } haben geantwortet, von den anderen { $rest }. Sie kommen mehr zu Wort, als sie sollten.
listen-missing-differ-help = Mehr als Zufall, korrigiert für alle verglichenen Gruppen.
listen-missing-alike = Keine Gruppe antwortet über den Zufall hinaus öfter oder seltener als die anderen.
listen-missing-asked = Gefragt
listen-missing-answered = Geantwortet
listen-missing-rest = Von den anderen
listen-missing-differs = weicht ab
listen-missing-inside = Im Segment
listen-missing-outside = Außerhalb
listen-results-by-segment = Segment
listen-missing-weighted = Werte, gewichtet auf alle Gefragten
listen-missing-weighted-help = Wer seltener antwortet, zählt mehr, damit die Antwortenden den Gefragten in dem gleichen, was von ihnen festgehalten ist. Worin sich Menschen darüber hinaus unterscheiden, weiß kein Gewicht.
listen-missing-weighting = { $people } namentlich Gefragte, gewichtet nach: { $by }. Mit diesen Gewichten sagen sie so viel wie { $effective } ohne. Das größte Gewicht ist das { $largest }-Fache des mittleren.
listen-missing-trimmed = { $count ->
    [one] Ein Gewicht wurde auf das Fünffache des mittleren gekürzt.
   *[other] { $count } Gewichte wurden auf das Fünffache des mittleren gekürzt.
  }
listen-missing-question = Frage
listen-missing-plain = Wie geantwortet
listen-missing-with = Gewichtet
listen-missing-no-score = Keine Frage dieser Umfrage hat einen Wert mit genug Antworten.
listen-results-weighted = Gewichtet auf alle Gefragten
listen-results-weighted-sentence = Wenn alle Gruppen so oft geantwortet hätten, wie sie gefragt wurden. Neben dem Wert, nicht an seiner Stelle.
method-survey-weighted = Namentlich Gefragte, so gewichtet, dass Ebenen, Rollen beim Kauf, Arten und Teams herauskommen wie unter allen Gefragten (Raking: Deming und Stephan 1940). Gruppen, von denen weniger als fünf geantwortet haben, sind zusammengelegt, Gewichte enden beim Fünffachen des mittleren. Intervall: des gewichteten Mittels, linearisiert, 95 %, also so breit, wie die Gewichte es machen.

# Was Organisationen sagen, deren Menschen verschieden viel zu entscheiden haben.
listen-organisations = Wer entscheidet
listen-organisations-of = Wer entscheidet, und was sie sagen: { $name }
listen-organisations-lead = Eine Organisation antwortet mit vielen Stimmen. Hier steht, wer noch zu hören ist, wo Ausführende und Entscheidende uneins sind, und wann der Wert deshalb in die Irre führt.
listen-organisations-none = Noch nichts von Organisationen
listen-organisations-none-help = Ab der ersten Antwort von jemandem in einer Organisation steht es hier. Halten Sie für jede Person die Ebene und die Rolle beim Kauf fest: Daran hängen die Zahlen.
listen-organisations-no-question = Keine Frage dieser Umfrage hat einen Wert: ob jemand uns empfiehlt, wieder kauft, zufrieden ist, es leicht fand.
listen-organisations-few = Ab fünf Organisationen stehen hier ihre Werte.
listen-organisations-counted = { $count ->
    [one] Eine Organisation hat geantwortet.
   *[other] { $count } Organisationen haben geantwortet.
  } { $unknown ->
    [0] Bei jeder ist jemand festgehalten, der entscheidet.
   *[other] Bei { $unknown } davon ist niemand als entscheidend festgehalten.
  } { $structures ->
    [0] Wie sie entscheiden, ist von keiner festgehalten; es lässt sich im Formular jedes Kunden sagen.
   *[other] Wie sie entscheiden, ist von { $structures } festgehalten.
  }
listen-organisations-clear = Nichts zeigt, dass der Wert in die Irre führt, bei den { $structures } Organisationen, von denen festgehalten ist, wie sie entscheiden.
listen-organisations-no-structure = Ob der Wert in die Irre führt, lässt sich nicht sagen: Von keiner Organisation ist festgehalten, wie sie entscheidet. Sagen Sie es in den Formularen der Kunden.
listen-organisations-warning-hierarchical = Der Wert führt in die Irre: Wo wenige oben entscheiden, entscheiden die Zufriedenen nicht. In diesen Organisationen sind die anderen zufriedener als die Entscheidenden, um { $difference } [{ $low }, { $high }].
listen-organisations-warning-distributed = Der Wert führt in die Irre: Wo viele gemeinsam entscheiden, wurden die meisten nicht gefragt, die daran teilhaben. Gefragt wurden { $count } von { $of }.
listen-organisations-warning-unheard = Der Wert stützt sich auf die, die nicht entscheiden: Bei { $count } von { $of } Organisationen hat niemand geantwortet, der entscheidet.
listen-organisations-coverage = Entscheidende wurden gehört
listen-organisations-coverage-sentence = Von Organisationen, die geantwortet haben und bei denen jemand bekannt ist, der entscheidet: Bei so vielen hat jemand davon geantwortet.
listen-organisations-plain = Wert, jede Stimme gleich
listen-organisations-plain-sentence = Jede Organisation zählt einmal, jede Person darin gleich.
listen-organisations-weighted = Wert, nach Einfluss
listen-organisations-weighted-sentence = Jede Organisation zählt einmal, jede Person so viel, wie sie zu entscheiden hat.
listen-organisations-shift = Nach Einfluss, weniger jede Stimme gleich
listen-organisations-shift-sentence = Unter null: Wer mehr zu entscheiden hat, ist weniger zufrieden als die anderen in der Organisation.
listen-organisations-weights = Gewichte für entscheiden, beeinflussen, nutzen, nicht beteiligt: 12, 4, 2, 1, wo wenige oben entscheiden; 8, 6, 4, 2, wo viele gemeinsam entscheiden; 6, 4, 2, 1, wo es nicht bekannt ist. Sie sind gesetzt, nicht gemessen.
listen-organisations-divergence = Sind sie sich einig?
listen-organisations-levels = Ausführende weniger Leitung und Geschäftsführung
listen-organisations-levels-sentence = In denselben Organisationen unterscheiden sich Ausführende und Leitende um so viel, mehr als durch Zufall.
listen-organisations-levels-alike = In denselben Organisationen unterscheiden sich Ausführende und Leitende nicht mehr als durch Zufall, korrigiert für alles Verglichene.
listen-organisations-roles = Die anderen weniger die Entscheidenden
listen-organisations-roles-sentence = In denselben Organisationen unterscheiden sich Entscheidende und die anderen um so viel, mehr als durch Zufall.
listen-organisations-roles-alike = In denselben Organisationen unterscheiden sich Entscheidende und die anderen nicht mehr als durch Zufall, korrigiert für alles Verglichene.
listen-organisations-groups = Wert nach Ebene und nach Rolle beim Kauf
listen-organisations-unheard = Noch zu hören
listen-organisations-unheard-help = Wer in gefragten Organisationen entscheidet oder beeinflusst und nicht geantwortet hat. Zuerst die, die entscheiden.
listen-organisations-person = Person
listen-organisations-customer = Organisation
listen-organisations-asked = Gefragt
listen-organisations-was-asked = gefragt, keine Antwort
listen-organisations-not-asked = nie gefragt
listen-organisations-more = { $count ->
    [one] Eine weitere Person ist nicht aufgeführt.
   *[other] { $count } weitere sind nicht aufgeführt.
  }
listen-organisations-file = Diese Menschen als Datei
method-survey-organisations = Mittel über Organisationen aus dem Mittel dessen, was ihre Menschen zuletzt gesagt haben, jede Organisation einmal. Intervall: nach Student, mit hinzugedachten Antworten, die über die Skala verteilt sind, 95 %.
method-survey-influence = Dasselbe, jede Person gewichtet nach ihrer Rolle beim Kauf und danach, wie die Organisation entscheidet; die Gewichte stehen auf der Seite. Intervall: nach Student, mit hinzugedachten Antworten, die über die Skala verteilt sind, 95 %.
method-survey-divergence = Mittel über Organisationen, bei denen beide Seiten geantwortet haben: der Wert der einen weniger der der anderen. Intervall: nach Student aus gepaarten Differenzen, mit hinzugedachten Antworten, die über die Skala verteilt sind, 95 %; Test: gepaarter t-Test, korrigiert für alles Verglichene (Holm).
