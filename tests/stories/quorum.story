# The quorum: a poll in which too few take part decides nothing, whatever they say.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay, gus, ida, jon, kai, lea, mia and noa join, each paying 100.00 EUR
2026-01-10  eve proposes "cash": surplus.cash_bp becomes 3,000
2026-01-10  ana has "cash" admitted
2026-01-10  ana calls the members for 2026-01-20 about "cash"
2026-01-20  ana opens the poll on "cash"
2026-01-20  eve votes yes on "cash"
2026-01-27  ana closes the poll on "cash"
            then the tally of "cash" is 1 yes, 0 no, 0 abstaining of 11: lost
2026-01-27  ben certifies the poll on "cash"
            then "cash" gave no mandate
            then "cash" stands at "failed_quorum"
2026-02-10  ana carries out "cash"
            refused: charter.no_mandate (mandate-cash)
            then the charter says surplus.cash_bp is 2,000

# To abstain is to take part: two of eleven are more than a tenth, and one yes decides.
2026-02-11  eve proposes "cash-2": surplus.cash_bp becomes 3,000
2026-02-11  ana has "cash-2" admitted
2026-02-11  ana calls the members for 2026-02-21 about "cash-2"
2026-02-21  ana opens the poll on "cash-2"
2026-02-21  eve votes yes on "cash-2"
2026-02-21  ida votes abstain on "cash-2"
2026-02-28  ana closes the poll on "cash-2"
            then the tally of "cash-2" is 1 yes, 0 no, 1 abstaining of 11: carried
2026-02-28  ben certifies the poll on "cash-2"
2026-03-14  ana carries out "cash-2"
            then the charter says surplus.cash_bp is 3,000

# Two of eleven at the last hour put the end off by two days, once.
2026-03-15  eve proposes "cash-3": surplus.cash_bp becomes 4,000
2026-03-15  ana has "cash-3" admitted
2026-03-15  ana calls the members for 2026-03-25 about "cash-3"
2026-03-25  ana opens the poll on "cash-3"
2026-03-25  eve votes yes on "cash-3"
2026-03-31  ida votes yes on "cash-3"
2026-04-01  ana closes the poll on "cash-3"
            refused: assembly.poll_running (2026-04-03T00:00:00.000Z)
2026-04-02  jon, kai and lea vote no on "cash-3"
2026-04-03  mia votes no on "cash-3"
            refused: assembly.poll_over (2026-04-03T00:00:00.000Z)
2026-04-03  ana closes the poll on "cash-3"
            then the tally of "cash-3" is 2 yes, 3 no, 0 abstaining of 11: lost
