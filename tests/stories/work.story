# Work: pay below the floor is lifted to it, and hours weigh by a job index within bounds.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-06  ana gives ben the job index 2.53
            then no entry holds the words "253"
2026-01-06  ana gives ben the job index 6.01
            refused: labour.index_out_of_range (601, 600)
2026-01-06  ben gives ben the job index 6.00
            refused: charter.not_in_office (ben, treasury)

# Ben agreed to 10 euros an hour; the floor is 15.
2026-01-31  ana books work "january" in 2026: ben 10 hours for 100.00 EUR, eve 3 hours for 60.00 EUR
            then the work "january" is lifted by 50.00 EUR
            then ben is owed 150.00 EUR
            then eve is owed 60.00 EUR
            then the wages account holds 210.00 EUR
            then all accounts sum to zero
2026-01-31  ana books work "january" in 2026: ben 1 hours for 20.00 EUR
            refused: labour.work_already_booked (january)
2026-01-31  ana books work "more" in 2026: ben 1 hours for 20.00 EUR, ben 2 hours for 40.00 EUR
            refused: labour.member_twice (ben, 2 lines)
2026-01-31  ana books work "more" in 2026: fay 1 hours for 20.00 EUR
            refused: labour.member_unknown (fay)
2026-01-31  ana books work "more" in 2026: eve 745 hours for 20,000.00 EUR
            refused: labour.seconds_out_of_range (eve)
2026-01-31  ana books work "more" in 2026: eve 1 hours for -5.00 EUR
            refused: labour.pay_out_of_range (eve, -500 cents)
2026-01-31  ana books work "more" in 2030: eve 1 hours for 20.00 EUR
            refused: treasury.period_unknown (2030, 2026)
            then the wages account holds 210.00 EUR

# The floor is the one that members voted; after a vote it lifts further.
2026-02-01  eve proposes "fair": labour.floor_cents_hour becomes 2,000
2026-02-01  the members decide "fair" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-14  ana carries out "fair"
2026-02-28  ana books work "february" in 2026: ben 10 hours for 100.00 EUR
            then the work "february" is lifted by 100.00 EUR
            then ben is owed 350.00 EUR
