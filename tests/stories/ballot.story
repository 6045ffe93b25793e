# The ballot: secret, one a member, the last one counts, and two officers count.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and adverts;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay and gus join, each paying 100.00 EUR
2026-01-10  eve proposes "cash": surplus.cash_bp becomes 3,000
            then no entry holds the words "It is better so."
2026-01-10  fay proposes "cash": surplus.cash_bp becomes 4,000
            refused: assembly.proposal_taken (cash)
2026-01-10  eve opens the poll on "cash"
            refused: charter.not_in_office (eve, secretary)
2026-01-10  ana opens the poll on "cash" and forgets gus
            refused: assembly.roll_differs (4 tags, 5 members)
2026-01-10  ana closes the poll on "cash"
            refused: assembly.wrong_state (cash, proposed)
2026-01-10  ana opens the poll on "cash"
2026-01-10  ana opens the poll on "cash"
            refused: assembly.wrong_state (cash, polling)

2026-01-11  ana, ben and eve vote no on "cash"
2026-01-11  eve votes yes on "cash" under her own name
            refused: assembly.not_on_roll (eve)
2026-01-11  eve votes maybe on "cash"
            refused: assembly.choice_unknown (yes, no or abstain)
            then 3 ballots on "cash" count
2026-01-12  eve votes yes on "cash"
            then 3 ballots on "cash" count
2026-01-12  fay votes abstain on "cash"
            then no entry shows how anybody voted on "cash"
2026-01-13  ana closes the poll on "cash"
            refused: assembly.poll_running (2026-01-17T00:00:00.000Z, not all have voted)
2026-01-13  ben votes yes on "cash"
2026-01-17  gus votes no on "cash"
            refused: assembly.poll_over (2026-01-17T00:00:00.000Z)

2026-01-17  ana closes the poll on "cash" and leaves a ballot out
            refused: assembly.ballots_differ (3 ballots, 4 that count)
2026-01-17  ana closes the poll on "cash"
            then the tally of "cash" is 2 yes, 1 no, 1 abstaining of 5: carried
            then no entry shows how anybody voted on "cash"
2026-01-17  ana certifies the poll on "cash"
            refused: assembly.same_officer (ana)
2026-01-17  ben certifies another count of the poll on "cash"
            refused: assembly.tally_differs (Compare the two counts)
2026-01-17  ben certifies the poll on "cash"
            then the mandate of "cash" runs from 2026-01-24 to 2026-04-24
2026-01-18  ben certifies the poll on "cash"
            refused: assembly.wrong_state (cash, certified)
