# The ballot: secret, one a member, the last one counts, and two officers count.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay and gus join, each paying 100.00 EUR
2026-01-10  eve proposes "cash": surplus.cash_bp becomes 3,000
            then no entry holds the words "It is better so."
2026-01-10  fay proposes "cash": surplus.cash_bp becomes 4,000
            refused: assembly.proposal_taken (cash)

# Notice is given in time, of what has been admitted; what is on no agenda is not voted on.
2026-01-10  ana opens the poll on "cash"
            refused: assembly.off_the_agenda (cash, endorsed)
2026-01-10  ana calls the members for 2026-01-20 about "cash"
            refused: assembly.wrong_state (cash, endorsed)
2026-01-10  eve has "cash" admitted
            refused: charter.not_in_office (eve, secretary)
2026-01-10  ana has "cash" admitted
2026-01-10  ana calls the members for 2026-01-19 about "cash"
            refused: assembly.notice_too_short (2026-01-20T00:00:00.000Z)
2026-01-10  ana calls the members for 2026-03-12 about "cash"
            refused: assembly.notice_too_long (60 days)
2026-01-10  ana calls the members for 2026-01-20, and again 29 minutes later, about "cash"
            refused: assembly.second_call_too_early (30 minutes, 2026-01-20T00:30:00.000Z)
2026-01-10  ana calls the members for 2026-01-20 about "cash"
2026-01-11  hal joins, paying 100.00 EUR
2026-01-12  ana opens the poll on "cash"
            refused: assembly.not_yet_open (2026-01-20T00:00:00.000Z)

2026-01-20  eve opens the poll on "cash"
            refused: charter.not_in_office (eve, secretary)
2026-01-20  ana opens the poll on "cash" and forgets gus
            refused: assembly.roll_differs (4 full, 5 full)
2026-01-20  ana opens the poll on "cash" and lets hal in
            refused: assembly.roll_differs (6 full, 5 full)
2026-01-20  ana closes the poll on "cash"
            refused: assembly.wrong_state (cash, noticed)
2026-01-20  ana opens the poll on "cash"
2026-01-20  ana opens the poll on "cash"
            refused: assembly.wrong_state (cash, open)

2026-01-21  ana, ben and eve vote no on "cash"
2026-01-21  eve votes yes on "cash" under her own name
            refused: assembly.not_on_roll (eve)
2026-01-21  eve votes maybe on "cash"
            refused: assembly.choice_unknown (yes, no, abstain or blank)
            then 3 ballots on "cash" count
2026-01-22  eve votes yes on "cash"
            then 3 ballots on "cash" count
2026-01-22  fay votes abstain on "cash"
            then no entry shows how anybody voted on "cash"
2026-01-23  ana closes the poll on "cash"
            refused: assembly.poll_running (2026-01-27T00:00:00.000Z, not all have voted)
2026-01-23  ben votes yes on "cash"
2026-01-27  gus votes no on "cash"
            refused: assembly.poll_over (2026-01-27T00:00:00.000Z)

2026-01-27  ana closes the poll on "cash" and leaves a ballot out
            refused: assembly.ballots_differ (3 ballots, 4 that count)
2026-01-27  ana closes the poll on "cash"
            then the tally of "cash" is 2 yes, 1 no, 1 abstaining of 5: carried
            then no entry shows how anybody voted on "cash"
2026-01-27  ana certifies the poll on "cash"
            refused: charter.not_in_office (ana, audit)
2026-01-27  ben certifies another count of the poll on "cash"
            refused: assembly.tally_differs (Compare the two counts)
2026-01-27  ben certifies the poll on "cash"
            then the mandate of "cash" runs from 2026-02-10 to 2026-05-11
2026-01-28  ben certifies the poll on "cash"
            refused: assembly.wrong_state (cash, passed)
2026-01-28  gus votes no on "cash"
            refused: assembly.poll_over (cash)
