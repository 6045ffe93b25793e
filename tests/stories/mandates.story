# Mandates: a decision waits out its cooling-off, is carried out once, to the letter, or lapses.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  eve proposes "cash": surplus.cash_bp becomes 3,000
2026-01-10  the members decide "cash" ten days later, counted by ana and ben: ana, ben and eve say yes
            then the mandate of "cash" runs from 2026-02-03 to 2026-05-04
            then the mandate of "cash" is unspent

2026-01-21  ana carries out "cash"
            refused: charter.mandate_cooling_off (2026-02-03T00:00:00.000Z)
2026-02-03  ana changes surplus.cash_bp to 9,000 by the vote on "cash"
            refused: charter.mandate_for_something_else (ana)
2026-02-03  ana changes surplus.cash_bp to 3,000 without a vote
            refused: charter.no_mandate (charter.amend)
2026-02-03  eve carries out "cash"
            refused: charter.not_in_office (eve, secretary)
            then the charter says surplus.cash_bp is 2,000
2026-02-03  ana carries out "cash"
            then the charter says surplus.cash_bp is 3,000
            then the charter has version 2
            then the mandate of "cash" is spent
2026-02-04  ana carries out "cash"
            refused: charter.mandate_spent (mandate-cash)

# The last day is the day before the mandate ends.
2026-02-05  eve proposes "more": surplus.cash_bp becomes 4,000
2026-02-05  the members decide "more" ten days later, counted by ana and ben: ana, ben and eve say yes
            then the mandate of "more" runs from 2026-03-01 to 2026-05-30
2026-05-30  ana carries out "more"
            refused: charter.mandate_expired (mandate-more, 2026-05-30T00:00:00.000Z)
            then the charter says surplus.cash_bp is 3,000
            then the mandate of "more" is unspent
