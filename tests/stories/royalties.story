# Royalties: earned in millionths, paid in cents, and no more of them than a licensee's money allows.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 300 rows of birdsong
2026-01-10  ana grants her birdsong for advertising
2026-01-20  ana seals "spring" from birdsong for advertising
2026-01-20  ana trains "warbler" on "spring"
2026-01-21  eve proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              100.00 EUR once and 0.01 EUR a prediction, at most 1,000, for 60 days
2026-01-21  the members decide "sell" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-03  ana carries out "sell"
2026-02-04  ana writes down as "d1" that ana earned 1.00 EUR by "choir-1"
            refused: treasury.more_than_royalties (choir-1)
2026-02-07  ana books 100.00 EUR from "choir-1" into 2026

# A fifth of what was paid; the remainder of each settlement stays hers.
2026-02-08  ana writes down as "d1" that ana earned 1.234567 EUR by "choir-1"
2026-02-08  ana writes down as "d1" that ben earned 1.00 EUR by "choir-1"
            refused: treasury.accrual_taken (d1)
2026-02-08  ana writes down as "d2" that ben earned 0.009999 EUR by "choir-1"
2026-02-09  ana makes cents of royalties in 2026 as "s1"
            then ana is owed 1.23 EUR
            then 4,567 millionths are left to ana
            then 9,999 millionths are left to ben
            then all accounts sum to zero
2026-02-09  ana makes cents of royalties in 2026 as "s2"
            refused: treasury.no_whole_cent (Settle later)
2026-02-10  ana writes down as "d3" that ben earned 0.000001 EUR by "choir-1"
2026-02-10  ana makes cents of royalties in 2026 as "s1"
            refused: treasury.settlement_taken (s1)
2026-02-10  ana makes cents of royalties in 2026 as "s2"
            then ben is owed 0.01 EUR
            then 0 millionths are left to ben
2026-02-11  ana writes down as "d4" that eve earned 18.755434 EUR by "choir-1"
            refused: treasury.more_than_royalties (choir-1, 20000000)
2026-02-11  ana writes down as "d4" that eve earned 18.755433 EUR by "choir-1"
2026-02-12  ana makes cents of royalties in 2026 as "s3"
            then eve is owed 18.75 EUR
2026-12-31  ana closes the period 2026 and opens 2027
            then the result of 2026 is 80.01 EUR
            then 5,433 millionths are left to eve
            then all accounts sum to zero
