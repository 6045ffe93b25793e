# A licence: voted, metered by the day, and never paid for more than is owed.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 300 rows of birdsong
2026-01-10  ana grants her birdsong for advertising
2026-01-20  ana seals "spring" from birdsong for advertising
2026-01-20  ana trains "warbler" on "spring"
2026-01-21  eve proposes "odd": license "warbler" to choir as "choir-1" for research,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 60 days
            refused: licensing.purpose_differs (warbler, advertising, research)
2026-01-21  eve proposes "odd": license "sparrow" to choir as "choir-1" for advertising,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 60 days
            refused: licensing.model_unknown (sparrow)
2026-01-21  eve proposes "odd": license "warbler" to choir as "choir-1" for advertising,
              100.00 EUR once and 0.0123 EUR a prediction, at most 0, for 60 days
            refused: licensing.nothing_licensed (choir-1)
2026-01-21  eve proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 60 days
2026-01-21  the members decide "sell" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-03  ana grants the licence "choir-1" of "sell" for 1.00 EUR instead
            refused: charter.mandate_for_something_else (ana)
2026-02-03  ana carries out "sell"
            then choir owes 100.00 EUR under "choir-1"

# 333 predictions at 1.23 cents are 4.0959 euros; rounding waits until it is settled.
2026-02-07  ana reports 100 predictions under "choir-1" on 2026-02-07
            refused: licensing.day_not_over (2026-02-07)
2026-02-08  ana reports 333 predictions under "choir-1" on 2026-02-07
            then choir owes 104.10 EUR under "choir-1"
2026-02-09  ana reports 333 predictions under "choir-1" on 2026-02-08
            then choir owes 108.19 EUR under "choir-1"
2026-02-09  ana reports 1 predictions under "choir-1" on 2026-02-08
            refused: licensing.day_already_reported (2026-02-08, 333)
2026-02-09  ana reports 1 predictions under "choir-1" on 2026-02-10
            refused: licensing.day_not_over (2026-02-10)
2026-02-09  ana reports 1 predictions under "choir-1" on 2026-02-02
            refused: licensing.day_outside_term (2026-02-03)
2026-02-09  ana reports 1 predictions under "choir-1" on 2026-02-30
            refused: licensing.no_such_day (2026-02-30)
2026-02-10  ana reports 335 predictions under "choir-1" on 2026-02-09
            refused: licensing.predictions_used_up (335, 334)
2026-02-10  ana reports 1 predictions under "opera" on 2026-02-09
            refused: licensing.licence_unknown (opera)

2026-02-10  ana books 108.20 EUR from "choir-1" into 2026
            refused: licensing.more_than_owed (choir, 108.20 EUR, 108.19 EUR)
2026-02-10  eve books 108.19 EUR from "choir-1" into 2026
            refused: charter.not_in_office (eve, treasury)
2026-02-10  ana books 100.00 EUR from "choir-1" into 2026
            then choir owes 8.19 EUR under "choir-1"
            then the income account holds 100.00 EUR
            then the bank account holds 400.00 EUR
            then all accounts sum to zero
2026-02-11  ana books 8.19 EUR from "choir-1" into 2026
            then choir owes 0.00 EUR under "choir-1"
2026-02-11  ana books 0.01 EUR from "choir-1" into 2026
            refused: licensing.more_than_owed (0.00 EUR)
            then no entry holds the words "transfer of"
