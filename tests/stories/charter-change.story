# Changing the charter: within the law by vote, outside the law not at all, the kernel never.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and adverts;
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
2026-01-10  eve proposes "minority": decisions.majority_bp becomes 4,000
            refused: charter.majority_too_small (4000, a minority could decide)
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

# Three of five are enough for a bylaw, not for an entrenched article.
2026-02-01  eve proposes "split": surplus.obligatory_reserve_bp becomes 4,500
              and surplus.voluntary_bp becomes 500
2026-02-01  fay proposes "hurry": decisions.cooling_days becomes 1
2026-02-01  ana opens the poll on "split"
2026-02-01  ana opens the poll on "hurry"
2026-02-02  ana, ben and eve vote yes on "split"
2026-02-02  ana, ben and eve vote yes on "hurry"
2026-02-02  fay and gus vote no on "split"
2026-02-02  fay and gus vote no on "hurry"
2026-02-08  ana closes the poll on "split"
            then the tally of "split" is 3 yes, 2 no, 0 abstaining of 5: carried
2026-02-08  ana closes the poll on "hurry"
            then the tally of "hurry" is 3 yes, 2 no, 0 abstaining of 5: lost
2026-02-08  ben certifies the poll on "split"
2026-02-08  ben certifies the poll on "hurry"
            then "hurry" gave no mandate
2026-02-15  ana carries out "split"
            then the charter says surplus.obligatory_reserve_bp is 4,500
            then the charter says surplus.voluntary_bp is 500
            then the charter has version 2
2026-02-15  ana carries out "hurry"
            refused: charter.no_mandate (mandate-hurry)
