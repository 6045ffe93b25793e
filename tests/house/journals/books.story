# Three years of books: contributions, licences in millionths, work, a shared surplus, a payout.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-06  ana offers 300 rows of birdsong
2026-01-06  ben offers 100 rows of birdsong
2026-01-06  ana and ben grant their birdsong for advertising
2026-01-07  ana seals "spring" from birdsong for advertising
2026-01-07  ana trains "warbler" on "spring"
2026-01-08  ana values the rows behind "warbler" as "worth": ana 0.30, ben 0.10
2026-01-09  ben rechecks "worth" and finds ana 0.30, ben 0.10
2026-01-10  ana proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              1,150.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
2026-01-10  the members decide "sell" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-01-30  ana carries out "sell"
2026-02-01  ana books 1,150.00 EUR from "choir-1" into 2026
2026-02-02  ana reports 333 predictions under "choir-1" on 2026-02-01
2026-02-03  ana books work "cleaning" in 2026: eve 10 hours for 150.00 EUR
2026-12-31  ana closes the period 2026 and opens 2027
2027-01-02  ana plans "year" for 2026 by "worth"
2027-01-03  eve proposes "pay-us": share "year"
2027-01-03  the members decide "pay-us" ten days later, counted by ana and ben: ana, ben and eve say yes
2027-01-20  ana carries out "pay-us"
            then ben is owed 11.00 EUR
            then the capital of eve is 180.00 EUR
            then all accounts sum to zero
