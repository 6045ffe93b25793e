# A closed period: its result is carried, and nothing enters it any more.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana and ben join, each paying 100.00 EUR
2026-01-31  ana books work "january" in 2026: ben 10 hours for 150.00 EUR
            then the wages account holds 150.00 EUR
2026-02-01  ana closes the period 2026 and opens 2026
            refused: treasury.next_period_taken (2026)
2026-02-01  ben closes the period 2026 and opens 2027
            refused: charter.not_in_office (ben, treasury)
2026-02-01  ana closes the period 2026 and opens 2027
            then the result of 2026 is -150.00 EUR
            then the wages account holds 0.00 EUR
            then all accounts sum to zero

2026-02-02  ana books work "late" in 2026: ben 1 hours for 20.00 EUR
            refused: treasury.period_closed (2026, the open period, 2027)
2026-02-02  ana closes the period 2026 and opens 2028
            refused: treasury.period_closed (2026)
2026-02-02  ana books work "late" in 2027: ben 1 hours for 20.00 EUR
            then the wages account holds 20.00 EUR
            then ben is owed 170.00 EUR
            then the result of 2026 is -150.00 EUR
