# Distribution: the members vote the very plan, and each cent arrives.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 300 rows of birdsong
2026-01-10  ben offers 100 rows of birdsong
2026-01-10  ana and ben grant their birdsong for advertising
2026-01-20  ana seals "spring" from birdsong for advertising
2026-01-20  ana trains "warbler" on "spring"
2026-01-21  ana values the rows behind "warbler" as "worth": ana 0.30, ben 0.10
2026-01-22  ben rechecks "worth" and finds ana 0.30, ben 0.10
2026-01-23  ana proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              1,150.00 EUR once and 0.01 EUR a prediction, at most 100, for 300 days
2026-01-23  the members decide "sell" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-05  ana carries out "sell"
2026-02-07  ana books 1,150.00 EUR from "choir-1" into 2026
2026-02-07  ana books work "cleaning" in 2026: eve 10 hours for 150.00 EUR
2026-02-08  ana plans "early" for 2026 by "worth"
            refused: treasury.period_still_open (2026)
2026-12-31  ana closes the period 2026 and opens 2027
            then the result of 2026 is 1,000.00 EUR
            then 1,000.00 EUR of the result of 2026 are still to be shared

# Of 1,000.00: 600.00 to the reserve, 100.00 to education, 300.00 to members.
# By data 180.00: ana 135.00, ben 45.00. By work 90.00: eve. By head 30.00: 10.00 each.
2027-01-02  ana plans "year" for 2026 by "worth"
            then "year" gives 600.00 EUR to the reserve, 100.00 EUR to education
              and 300.00 EUR to members
            then "year" gives ana 29.00 EUR in cash and 116.00 EUR as capital
            then "year" gives ben 11.00 EUR in cash and 44.00 EUR as capital
            then "year" gives eve 20.00 EUR in cash and 80.00 EUR as capital
            then 1,000.00 EUR of the result of 2026 are still to be shared
2027-01-02  ana plans "year" for 2026 by "worth"
            refused: treasury.plan_taken (year)
2027-01-02  ana shares "year" without a vote
            refused: charter.no_mandate (treasury.distribute, none)
2027-01-02  ana shares "year" by the vote on "sell"
            refused: charter.no_mandate (mandate-sell)

2027-01-03  eve proposes "pay-us": share "year"
2027-01-03  the members decide "pay-us" ten days later, counted by ana and ben: ana, ben and eve say yes
2027-01-14  ana carries out "pay-us"
            refused: charter.mandate_cooling_off (2027-01-16T00:00:00.000Z)
2027-01-16  eve carries out "pay-us"
            refused: charter.not_in_office (eve, treasury)
2027-01-16  ana carries out "pay-us"
            then 0.00 EUR of the result of 2026 are still to be shared
            then the reserve account holds 600.00 EUR
            then the education account holds 100.00 EUR
            then the capital of ana is 216.00 EUR
            then ana is owed 29.00 EUR
            then the capital of ben is 144.00 EUR
            then eve is owed 170.00 EUR
            then the capital of eve is 180.00 EUR
            then all accounts sum to zero
            then the mandate of "pay-us" is spent
2027-01-17  ana carries out "pay-us"
            refused: charter.mandate_spent (mandate-pay-us)
2027-01-17  eve proposes "again": share "year"
            refused: assembly.plan_done (year)
2027-01-17  ana plans "twice" for 2026 by "worth"
            refused: treasury.already_distributed (year)
            then all accounts sum to zero
