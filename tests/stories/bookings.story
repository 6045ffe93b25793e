# Bookings: errors are undone, never struck out, and in their own period as long as it is open.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-02-01  ana books "fees" in 2026: 12.50 EUR from the bank for fees
            then the bank account holds 287.50 EUR
2026-02-01  ana books "fees" in 2026: 12.50 EUR from the bank for fees
            refused: treasury.booking_taken (fees)
2026-02-01  ana books "party" in 2026: 287.51 EUR from the bank for other
            refused: treasury.not_enough (287.50 EUR, 287.51 EUR)
2026-02-01  ana books "party" in 2026: 5.00 EUR from the bank for champagne
            refused: treasury.account_not_bookable (expense:champagne)
2026-02-01  ben books "party" in 2026: 5.00 EUR from the bank for other
            refused: charter.not_in_office (ben, treasury)
2026-02-01  ana books "trip" in 2026: 30.00 EUR owed to ben
            then ben is owed 30.00 EUR
2026-02-01  ana books "mine" in 2026: 30.00 EUR owed to ana
            refused: treasury.own_booking (ana)
2026-02-02  ana undoes "trip" in 2026
            then ben is owed nothing any more
            then all accounts sum to zero
2026-02-02  ana undoes "trip" in 2026
            refused: treasury.already_reversed (trip)

# Money that is kept for one thing is not there for another.
2026-03-01  ana keeps 200.00 EUR of the bank as "rent" until 2026-04-01
            then the bank account holds 287.50 EUR
2026-03-01  ana keeps 87.51 EUR of the bank as "more" until 2026-04-01
            refused: treasury.not_enough (87.50 EUR, 87.51 EUR)
2026-03-02  ana books "party" in 2026: 87.51 EUR from the bank for other
            refused: treasury.not_enough (87.50 EUR)
2026-03-02  ana spends 200.01 EUR of "rent" on other in 2026
            refused: treasury.more_than_held (rent)
2026-03-02  ana spends 190.00 EUR of "rent" on other in 2026
            then the bank account holds 97.50 EUR
2026-03-02  ana keeps 97.50 EUR of the bank as "trip" until 2026-04-01
2026-03-03  ana lets go of "trip"
2026-03-03  ana keeps 97.50 EUR of the bank as "tent" until 2026-04-01
2026-04-01  ana spends 1.00 EUR of "tent" on other in 2026
            refused: treasury.hold_expired (tent)

# A closing period takes corrections; no cost is moved from one result into another.
2026-12-31  ana begins to close the period 2026 and opens 2027
2027-01-02  ana books work "late" in 2026: ben 1 hours for 20.00 EUR
            refused: treasury.period_closing (2026, the open period, 2027)
2027-01-02  ana books "bill" in 2026: 7.50 EUR from the bank for fees
2027-01-02  ana books "new" in 2027: 10.00 EUR from the bank for fees
2027-01-03  ana undoes "new" in 2026
            refused: treasury.reversed_elsewhere (2027)
2027-01-03  ana closes the period 2027 and opens 2028
            refused: treasury.another_closing (2026)
2027-01-10  ana closes the period 2026 and opens 2027
            then the result of 2026 is -210.00 EUR
2027-01-11  ana undoes "bill" in 2026
            refused: treasury.period_closed (2026)
2027-01-11  ana undoes "bill" in 2027
2027-12-31  ana closes the period 2027 and opens 2028
            then the result of 2027 is -2.50 EUR
            then all accounts sum to zero
