# Capital comes in instalments, tax is kept back, and at the end nobody is left out or let off.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-05  eve proposes "sign-ben": ben is to be signatory for 900 days
2026-01-05  eve proposes "sign-eve": eve is to be signatory for 900 days
2026-01-05  eve proposes "terms": surplus.entry_instalments becomes 4,
              surplus.entry_fee_bp becomes 500 and payouts.withholding_bp becomes 1,900
2026-01-05  ana has "sign-ben", "sign-eve" and "terms" admitted
2026-01-05  ana calls the members for 2026-01-15 about "sign-ben", "sign-eve" and "terms"
2026-01-15  ana opens the poll on "sign-ben"
2026-01-15  ana opens the poll on "sign-eve"
2026-01-15  ana opens the poll on "terms"
2026-01-15  ana and eve vote yes on "sign-ben"
2026-01-15  ana and ben vote yes on "sign-eve"
2026-01-15  ana, ben and eve vote yes on "terms"
2026-01-15  ana closes the poll on "sign-ben"
2026-01-15  ana closes the poll on "sign-eve"
2026-01-15  ana closes the poll on "terms"
2026-01-15  ben certifies the poll on "sign-ben"
2026-01-15  ben certifies the poll on "sign-eve"
2026-01-15  ben certifies the poll on "terms"
2026-01-18  ana carries out "sign-ben"
2026-01-18  ana carries out "sign-eve"
2026-01-29  ana carries out "terms"

# A quarter on joining, and a fee of 5.00 that is nobody's any more.
2026-01-30  kim joins, paying 25.00 EUR
            then the capital of kim is 25.00 EUR
            then of the contribution of kim 75.00 EUR are still due
            then the reserve account holds 5.00 EUR
2026-02-13  ana notes as "kim-1" that kim added 1.00 EUR freely
            refused: treasury.due_first (kim, 75.00 EUR)
2026-02-13  kim notes as "kim-1" that kim paid 50.00 EUR that were due
            refused: charter.not_in_office (kim, treasury)
2026-02-13  ana notes as "kim-1" that kim paid 50.00 EUR that were due
            then of the contribution of kim 25.00 EUR are still due
2026-03-13  ana notes as "kim-1" that kim paid 25.00 EUR that were due
            refused: treasury.contribution_taken (kim-1)
2026-03-13  ana notes as "kim-2" that kim paid 25.01 EUR that were due
            refused: treasury.more_than_due (kim, 25.00 EUR)
2026-03-13  ana notes as "kim-2" that kim paid 25.00 EUR that were due
            then of the contribution of kim 0.00 EUR are still due
2026-03-14  ana notes as "kim-3" that kim added 50.01 EUR freely
            refused: treasury.holder_over_limit (kim, 150.01 EUR, 450.01 EUR)
2026-03-14  ana notes as "kim-3" that kim added 50.00 EUR freely
            then kim has added 50.00 EUR freely and 100.00 EUR as she must
            then all accounts sum to zero

# A year: 1,000.00 are shared as in the story of distribution, and a fifth of it is paid in money.
2026-03-20  ana offers 300 rows of birdsong
2026-03-20  ana grants her birdsong for advertising
2026-03-21  ana seals "spring" from birdsong for advertising
2026-03-21  ana trains "warbler" on "spring"
2026-03-21  ana values the rows behind "warbler" as "worth": ana 0.30
2026-03-22  ben rechecks "worth" and finds ana 0.30
2026-03-23  eve proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              1,150.00 EUR once and 0.01 EUR a prediction, at most 100, for 300 days
2026-03-23  the members decide "sell" ten days later, counted by ana and ben: ana, ben, eve and kim say yes
2026-04-05  ana carries out "sell"
2026-04-06  ana plans the end as "too-early"
            refused: treasury.receivable_open (choir, 1,150.000000 EUR)
2026-04-06  ana books 1,150.00 EUR from "choir-1" into 2026
2026-04-06  ana books work "cleaning" in 2026: eve 10 hours for 150.00 EUR
2026-04-07  ana plans the end as "too-early"
            refused: treasury.period_still_open (2026)
2026-12-31  ana closes the period 2026 and opens 2027
2027-01-02  ana plans the end as "too-early"
            refused: treasury.result_not_shared (2026, 1,000.00 EUR)
2027-01-02  ana plans "year" for 2026 by "worth"
2027-01-02  ana keeps back the tax on "year"
            refused: treasury.plan_not_shared (year)
2027-01-03  eve proposes "pay-us": share "year"
2027-01-03  the members decide "pay-us" ten days later, counted by ana and ben: ana, ben, eve and kim say yes
2027-01-16  ana carries out "pay-us"
            then ana is owed 37.50 EUR
2027-01-17  ana keeps back the tax on "year"
            then ana is owed 30.37 EUR
            then 7.13 EUR of tax are kept back for ana
2027-01-17  ana keeps back the tax on "year"
            refused: treasury.withheld_already (year)
2027-01-18  ana keeps 10.00 EUR of the bank as "roof" until 2027-03-01
2027-01-18  ana plans the end as "too-early"
            refused: treasury.hold_open (roof, bank)
2027-01-18  ana lets go of "roof"

# The end is planned, voted by the greater majority, and booked as it was voted.
2027-02-01  ana plans the end as "end", owing 999,999.00 EUR to power
            refused: treasury.insolvent (court)
2027-02-01  ana plans the end as "end", owing 40.00 EUR to power
2027-02-01  ana books "end" as the end without a vote
            refused: charter.no_mandate (treasury.wind_up, none)
2027-02-02  eve proposes "stop": the end as "end" says
2027-02-02  the members decide "stop" ten days later, counted by ana and ben: ana, ben, eve and kim say yes
2027-02-13  ana carries out "stop"
            refused: charter.mandate_cooling_off (2027-02-15T00:00:00.000Z)
2027-02-15  ana carries out "stop"
            then kim has added 0.00 EUR freely and 0.00 EUR as she must
            then ana is owed 280.37 EUR
            then kim is owed 157.21 EUR
            then the reserve account holds 0.00 EUR
            then 565.00 EUR are set apart for others
            then 40.00 EUR are set apart for power
            then 100.00 EUR are set apart for schools
            then all accounts sum to zero

# Nothing new can begin; what is owed is paid to the last cent.
2027-02-16  ana admits zoe
            refused: charter.dissolved (members.admit)
2027-02-16  ana offers 5 rows of birdsong
            refused: charter.dissolved (contributions.offer)
2027-02-16  eve proposes "again": surplus.cash_bp becomes 3,000
            refused: charter.dissolved (assembly.propose)
2027-02-16  ana books "party" in 2027: 5.00 EUR from the bank for other
            refused: charter.dissolved (wound up)
2027-02-16  ana withdraws her birdsong
            then ana allows her birdsong for nothing
2027-02-17  ana hands over as "tax-2027" the tax that was kept back
            then 0.00 EUR of tax are kept back for ana
2027-02-17  ana hands over as "tax-2028" the tax that was kept back
            refused: treasury.nothing_withheld (Keep it back)
2027-02-18  ana pays 565.00 EUR to others as "union" in 2027
2027-02-18  ana pays 100.00 EUR to schools as "school" in 2027
2027-02-18  ana pays 40.00 EUR to power as "power" in 2027
2027-02-18  ana, ben, eve and kim name accounts to be paid on
2027-02-22  ana gathers the payout "last" for 2027-02-26
2027-02-22  ben approves the payout "last"
2027-02-22  eve approves the payout "last"
2027-02-22  ana writes the bank's file of "last"
2027-02-26  ana hears that the bank took all of "last"
2027-02-26  ana books in 2027 that the bank sent 888.58 EUR for "last"
            then the bank account holds 0.00 EUR
            then ana is owed nothing any more
            then all accounts sum to zero
