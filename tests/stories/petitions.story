# Petitions: members call an assembly, add an item, demand a second vote, and hold up what is wrong.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay, gus, ida, kim, lea, max, nia and oto join, each paying 100.00 EUR
2026-01-10  eve proposes "cash": surplus.cash_bp becomes 3,000
2026-01-10  ana has "cash" admitted

# No officer calls an assembly, so a fifth of the members do: three of eleven.
2026-01-10  eve petitions for an assembly as "meet-us", because "Nobody calls one."
            then "meet-us" has 1 of 3 signatures
2026-01-10  eve signs "meet-us"
            refused: assembly.signed_already (eve, meet-us)
2026-01-11  fay signs "meet-us"
            then "meet-us" has 2 of 3 signatures
2026-01-12  eve convenes the members for 2026-01-22 about "cash" by "meet-us"
            refused: assembly.petition_not_carried (2 of the 3)
2026-01-12  gus signs "meet-us"
2026-01-12  fay convenes the members for 2026-01-22 about "cash" by "meet-us"
            refused: assembly.not_the_author (eve, fay)
2026-01-12  eve convenes the members for 2026-01-22 about "cash" by "meet-us"
2026-01-12  eve convenes the members for 2026-01-29 about "cash" by "meet-us"
            refused: assembly.petition_used (meet-us)

# A tenth of them, two, add an item within five days of the notice.
2026-01-13  kim proposes "hours": payouts.cooling_hours becomes 48
2026-01-13  lea proposes "late": payouts.smallest_cents becomes 200
2026-01-13  ana has "hours" and "late" admitted
2026-01-14  kim petitions to add "hours" as "add-hours", because "We wait too long."
2026-01-14  lea petitions to add "late" as "add-late", because "It is not worth the fee."
2026-01-15  ida signs "add-hours"
2026-01-15  ida signs "add-late"
2026-01-16  kim adds "late" to the meeting about "cash" by "add-hours"
            refused: assembly.petition_about_another (hours, late)
2026-01-16  kim adds "hours" to the meeting about "cash" by "add-hours"
2026-01-17  lea adds "late" to the meeting about "cash" by "add-late"
            refused: assembly.agenda_fixed (5 days, 2026-01-17T00:00:00.000Z)

# One member votes for two others at most, and whoever has an interest of her own does not vote.
2026-01-18  max lets nia vote for her at the meeting about "cash"
2026-01-18  oto lets nia vote for her at the meeting about "cash"
            then nia votes for oto at the meeting about "cash"
2026-01-18  lea lets nia vote for her at the meeting about "cash"
            refused: assembly.proxies_full (nia votes for 2 others)
2026-01-19  oto takes her proxy back for the meeting about "cash"
2026-01-19  gus declares an interest in "hours"
2026-01-22  ana opens the poll on "cash"
2026-01-22  ana opens the poll on "hours"
2026-01-22  ana, ben, eve, fay, gus, ida and kim vote yes on "cash"
2026-01-22  nia votes no on "cash" for max
2026-01-22  ana, ben, eve, fay, ida and kim vote yes on "hours"
2026-01-22  lea lets nia vote for her at the meeting about "cash"
            refused: assembly.proxy_too_late (2026-01-22T00:00:00.000Z)
2026-01-29  ana closes the poll on "cash"
            then the tally of "cash" is 7 yes, 1 no, 0 abstaining of 11: carried
2026-01-29  ana closes the poll on "hours"
            then the tally of "hours" is 6 yes, 0 no, 0 abstaining of 10: carried
2026-01-29  ben certifies the poll on "cash"
2026-01-29  ben certifies the poll on "hours"

# In the cooling-off two members demand that all vote once more; now most say no.
2026-02-01  lea petitions to confirm "cash" as "wait", because "Half of us were away."
            then "wait" has 1 of 2 signatures
2026-02-02  max signs "wait"
            then "cash" stands at "admitted"
2026-02-03  ana calls the members for 2026-02-13 about "cash"
2026-02-12  ana carries out "cash"
            refused: charter.mandate_spent (mandate-cash)
2026-02-13  ana opens the poll on "cash"
2026-02-13  ana, ben and eve vote yes on "cash"
2026-02-13  kim, lea, max, nia and oto vote no on "cash"

# A challenged decision is suspended by two of eleven; the days that it rested are given back.
2026-02-13  kim petitions to suspend "hours" as "hold", because "The roll was wrong."
            refused: assembly.not_challenged (hours)
2026-02-13  kim challenges "hours" as "unfair", because "The roll was wrong."
2026-02-13  kim petitions to suspend "hours" as "hold", because "The roll was wrong."
2026-02-13  gus signs "hold"
2026-02-14  ana carries out "hours"
            refused: charter.mandate_suspended (mandate-hours)
2026-02-14  kim dismisses "unfair", because "I was wrong."
            refused: charter.not_in_office (kim, appeals)
2026-02-15  ben dismisses "unfair", because "The roll was right."
            then the challenge "unfair" is "dismissed"
            then the mandate of "hours" runs from 2026-02-12 to 2026-05-15
2026-02-15  ana carries out "hours"
            then the charter says payouts.cooling_hours is 48
2026-02-20  ana closes the poll on "cash"
            then the tally of "cash" is 3 yes, 5 no, 0 abstaining of 11: lost
2026-02-20  ben certifies the poll on "cash"
            then "cash" stands at "rejected"

# A challenge that is upheld annuls the decision; what was done by it needs an act of its own.
2026-02-21  max challenges "hours" as "void", because "Nobody was told."
2026-02-22  ben upholds "void", because "Nobody was told."
            then the challenge "void" is "upheld"
            then "hours" stands at "annulled"
            then the charter says payouts.cooling_hours is 48

# The signature of who leaves counts no longer.
2026-03-01  oto petitions for an assembly as "again", because "We should talk."
2026-03-01  ida and nia sign "again"
            then "again" has 3 of 3 signatures
2026-03-02  oto petitions for an assembly as "once-more", because "And again."
2026-03-02  nia signs "once-more"
2026-03-03  nia leaves, because "I talk too much."
            then "once-more" has 1 of 3 signatures
            then "again" has 3 of 3 signatures
