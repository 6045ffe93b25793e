# The quorum: a poll in which too few take part decides nothing, whatever they say.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and adverts;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay, gus and ida join, each paying 100.00 EUR
2026-01-10  eve proposes "cash": surplus.cash_bp becomes 3,000
2026-01-10  ana opens the poll on "cash"
2026-01-10  eve votes yes on "cash"
2026-01-17  ana closes the poll on "cash"
            then the tally of "cash" is 1 yes, 0 no, 0 abstaining of 6: lost
2026-01-17  ben certifies the poll on "cash"
            then "cash" gave no mandate
2026-01-24  ana carries out "cash"
            refused: charter.no_mandate (mandate-cash)
            then the charter says surplus.cash_bp is 2,000

# To abstain is to take part: two of six make the fifth that is needed, and one yes decides.
2026-02-01  eve proposes "cash-2": surplus.cash_bp becomes 3,000
2026-02-01  ana opens the poll on "cash-2"
2026-02-01  eve votes yes on "cash-2"
2026-02-01  ida votes abstain on "cash-2"
2026-02-08  ana closes the poll on "cash-2"
            then the tally of "cash-2" is 1 yes, 0 no, 1 abstaining of 6: carried
2026-02-08  ben certifies the poll on "cash-2"
2026-02-15  ana carries out "cash-2"
            then the charter says surplus.cash_bp is 3,000
