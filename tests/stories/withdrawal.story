# Withdrawal: use stops at once, and the model is retrained without her in time or serves no more.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ben offers 100 rows of birdsong
2026-01-10  eve offers 30 rows of birdsong
2026-01-10  ben and eve grant their birdsong for research and advertising
2026-01-20  ana seals "spring" from birdsong for advertising
            then "spring" holds 130 rows of ben and eve
2026-01-20  ana trains "warbler" on "spring"

# She withdraws while another training runs; that model is not taken in.
2026-01-30  ana starts training "finch" on "spring"
2026-02-01  eve withdraws her birdsong
            then eve allows her birdsong for nothing
            then "warbler" must be retrained by 2026-03-03
            then the birdsong of eve must be erased by 2026-03-03
2026-02-02  ana finishes training "finch" on "spring"
            refused: consent.purpose_not_granted (1 person with 30 rows, eve, Seal a new snapshot)
2026-02-02  ana trains "lark" on "spring"
            refused: consent.purpose_not_granted (30 rows, eve)
2026-02-03  eve withdraws her birdsong
            refused: consent.already_withdrawn (eve, entry 12)
2026-02-03  ana withdraws her birdsong
            refused: consent.nothing_to_withdraw (ana)
2026-02-03  ben withdraws eve's birdsong
            refused: charter.not_your_own (ben, eve)

# Nobody new is let in to the model; after the day it serves nobody, until another takes its place.
2026-03-03  ana proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              10.00 EUR once and 0.01 EUR a prediction, at most 100, for 30 days
            refused: consent.purpose_not_granted (1 person with 30 rows, choir, eve)
2026-03-04  ana proposes "sell-late": license "warbler" to choir as "choir-2" for advertising,
              10.00 EUR once and 0.01 EUR a prediction, at most 100, for 30 days
            refused: licensing.model_not_serving (warbler, 2026-03-03T00:00:00.000Z)
2026-03-05  ana seals "summer" from birdsong for advertising
            then "summer" holds 100 rows of ben
            then 0 rows are left out for want of a grant, 30 withdrawn, 0 erased, of 1 people
2026-03-05  ana trains "warbler-2" on "summer" in the place of "warbler"
            then "warbler-2" serves
            then "warbler" has been replaced
2026-03-05  ana trains "warbler-3" on "summer" in the place of "warbler"
            refused: learning.already_replaced (warbler)
2026-03-06  ana proposes "sell-old": license "warbler" to choir as "choir-3" for advertising,
              10.00 EUR once and 0.01 EUR a prediction, at most 100, for 30 days
            refused: licensing.model_not_serving (has been replaced by another)
