# Changing the charter: within the law by vote, outside the law not at all, the kernel never.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay and gus join, each paying 100.00 EUR

2026-01-10  eve proposes "greedy": surplus.obligatory_reserve_bp becomes 1,000
            refused: charter.beyond_law (obligatory_reserve_bp, 1000, at least 2000)
2026-01-10  eve proposes "unlearned": surplus.education_bp becomes 500
            refused: charter.beyond_law (education_bp, 500)
2026-01-10  eve proposes "slow": consent.erase_days becomes 90
            refused: charter.outside_law (90, at most 30)
2026-01-10  eve proposes "broken": surplus.pool_data_bp becomes 5,000
            refused: charter.pools_not_whole (9000 basis points)
2026-01-10  eve proposes "minority": decisions.policy_majority becomes >2/5
            refused: charter.beyond_house (>2/5, at least >1/2)
2026-01-10  eve proposes "rich-vote": kernel.votes becomes 2
            refused: charter.kernel (kernel.votes)
2026-01-10  eve proposes "hidden": rights.act becomes 1
            refused: charter.kernel (no resolution can change)
2026-01-10  eve proposes "lower-tier": consent.tier becomes 4
            refused: charter.kernel (consent.tier)
2026-01-10  eve proposes "riddle": surplus.dragons becomes 3
            refused: charter.clause_unknown (surplus.dragons)
2026-01-10  eve proposes "twice": surplus.cash_bp becomes 1 and surplus.cash_bp becomes 2
            refused: charter.clause_twice (surplus.cash_bp)
2026-01-10  eve proposes "still": surplus.cash_bp becomes 2,000
            refused: charter.no_change (says all of this already)
2026-01-10  eve proposes "far": surplus.cash_bp becomes 20,000
            refused: charter.value_out_of_range (surplus.cash_bp, 20000)

2026-01-10  eve proposes "mixed": labour.floor_cents_hour becomes 2,000 and surplus.cash_bp becomes 1
            refused: charter.tiers_mixed (labour, surplus)

# Three of five are enough for a bylaw, not for an entrenched article.
2026-02-01  eve proposes "split": surplus.obligatory_reserve_bp becomes 4,500
              and surplus.voluntary_bp becomes 1,500
2026-02-01  fay proposes "hurry": decisions.policy_cooling_days becomes 1
2026-02-01  ana has "split" and "hurry" admitted
2026-02-01  ana calls the members for 2026-02-11 about "split" and "hurry" without a dry run
            refused: assembly.dry_run_missing (does not show what would change)
2026-02-01  ana calls the members for 2026-02-11 about "split" and "hurry"
2026-02-11  ana opens the poll on "split"
2026-02-11  ana opens the poll on "hurry"
2026-02-12  ana, ben and eve vote yes on "split"
2026-02-12  ana, ben and eve vote yes on "hurry"
2026-02-12  fay and gus vote no on "split"
2026-02-12  fay and gus vote no on "hurry"
2026-02-18  ana closes the poll on "split"
            then the tally of "split" is 3 yes, 2 no, 0 abstaining of 5: carried
2026-02-18  ana closes the poll on "hurry"
            then the tally of "hurry" is 3 yes, 2 no, 0 abstaining of 5: lost
2026-02-18  ben certifies the poll on "split"
2026-02-18  ben certifies the poll on "hurry"
            then "hurry" gave no mandate
2026-03-04  ana carries out "split"
            then the charter says surplus.obligatory_reserve_bp is 4,500
            then the charter says surplus.voluntary_bp is 1,500
            then the charter has version 2
            then "split" stands at "executed"
2026-03-04  ana carries out "hurry"
            refused: charter.no_mandate (mandate-hurry)

# An amendment names the charter that it was written against; that one is in force no more.
2026-03-05  eve proposes "hurry" again as it was first written
            refused: assembly.base_stale (Read the charter in force)

# An entrenched article is voted twice, thirty days apart, and cools off for thirty more.
2026-03-05  fay proposes "patience": decisions.policy_cooling_days becomes 5
2026-03-05  the members decide "patience" ten days later, counted by ana and ben: ana, ben, eve, fay and gus say yes
2026-03-25  ana calls the members for 2026-04-13 about "patience"
            refused: assembly.reading_too_early (2026-04-14T00:00:00.000Z)
2026-03-25  ana calls the members for 2026-04-14 about "patience"
2026-04-14  ana opens the poll on "patience"
2026-04-14  ana, ben, eve, fay and gus vote yes on "patience"
2026-04-14  ana closes the poll on "patience"
2026-04-14  ben certifies the poll on "patience"
            then the mandate of "patience" runs from 2026-05-14 to 2026-08-12
2026-05-14  ana carries out "patience"
            then the charter says decisions.policy_cooling_days is 5
            then the charter has version 3
