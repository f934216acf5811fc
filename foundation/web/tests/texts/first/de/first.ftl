greeting = Guten Morgen, { $name }
count = { $n ->
    [one] { $n } Kunde
   *[other] { $n } Kunden
 }
