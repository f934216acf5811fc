greeting = Good morning, { $name }
count = { $n ->
    [one] { $n } customer
   *[other] { $n } customers
 }
only-english = Here
