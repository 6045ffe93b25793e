# The life of a licence: offered, voted, accepted, called, asked for, overdue, paid, ended early.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and commercial;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 300 rows of birdsong
2026-01-10  ana grants her birdsong for commercial
2026-01-20  ana seals "spring" from birdsong for commercial
2026-01-20  ana trains "warbler" on "spring"
2026-01-20  eve offers the use of "warbler" to choir as "choir-1" for commercial,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
            refused: charter.not_in_office (eve, treasury)
2026-01-20  ana offers the use of "sparrow" to choir as "choir-1" for commercial,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
            refused: licensing.model_unknown (sparrow)
2026-01-20  ana offers the use of "warbler" to choir as "choir-1" for commercial,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
            then "choir-1" is offered to choir
2026-01-20  ana offers the use of "warbler" to choir as "choir-1" for commercial,
              90.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
            refused: licensing.offer_taken (choir-1)
2026-01-21  eve proposes "odd": license "warbler" to choir as "choir-1" for commercial,
              90.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
            refused: licensing.not_as_offered (choir-1)
2026-01-21  eve proposes "sell": license "warbler" to choir as "choir-1" for commercial,
              100.00 EUR once and 0.0123 EUR a prediction, at most 1,000, for 300 days
2026-01-21  the members decide "sell" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-14  ana carries out "sell"
2026-02-14  ana gives out the key "k1" of "choir-1"
            refused: licensing.not_accepted (choir, choir-1)
2026-02-14  ana notes that choir accepts other terms than those of "choir-1"
            refused: licensing.other_terms_accepted (choir)
2026-02-14  ana notes that choir accepts "choir-1"
            then "choir-1" is live and accepted
2026-02-14  ana notes that choir accepts "choir-1"
            refused: licensing.accepted_already (choir)
2026-02-15  ana gives out the key "k1" of "choir-1"
2026-02-15  ana puts the key "k1" out of use
            then the key "k1" is out of use
2026-02-15  ana puts the key "k1" out of use
            refused: licensing.key_revoked (k1)
2026-02-15  ana gives out the key "k1" of "choir-1" again as "k2"
            refused: licensing.key_used_before (choir-1)
2026-02-15  ana gives out the key "k2" of "choir-1"

# What is asked for is what has accrued, once; who is late gets no key.
2026-02-20  ana writes the invoice "i1" for "choir-1"
            then the invoice "i1" asks for 100.00 EUR by 2026-03-22
            then "choir-1" is not overdue
2026-02-20  ana writes the invoice "i2" for "choir-1"
            refused: licensing.nothing_to_invoice (choir-1, 100.00 EUR)
2026-02-21  ana reports 333 predictions under "choir-1" on 2026-02-20
2026-02-21  ana writes the invoice "i2" for "choir-1"
            then the invoice "i2" asks for 4.10 EUR by 2026-03-23
2026-03-23  ana gives out the key "k3" of "choir-1"
            refused: licensing.overdue (choir, 100.00 EUR, i1)
            then "choir-1" is overdue
2026-03-23  ana books 100.00 EUR from "choir-1" into 2026
            then "choir-1" is not overdue
2026-03-24  ana gives out the key "k3" of "choir-1"
            refused: licensing.overdue (choir, 4.10 EUR, i2)
2026-03-24  ana books 4.10 EUR from "choir-1" into 2026
2026-03-24  ana gives out the key "k3" of "choir-1"
            then all accounts sum to zero

# What the choir says is set beside our meter; no money moves.
2026-03-25  ana notes in "r1" that "choir-1" was used 300 times from 2026-02-01 to before 2026-03-01
            then "r1" says 300 and our meter 333
            then choir owes 0.00 EUR under "choir-1"
2026-03-25  ana notes in "r2" that "choir-1" was used 300 times from 2026-03-01 to before 2026-04-01
            refused: licensing.report_too_early (2026-04-01T00:00:00.000Z)
2026-03-25  eve proposes "more": license "warbler" to choir as "choir-2" for commercial,
              50.00 EUR once and 0.0100 EUR a prediction, at most 1,000, for 300 days
            refused: licensing.licensed_already (choir, warbler, choir-1)

# Ended early: keys are dead, what was used is owed.
2026-04-01  ana reports 100 predictions under "choir-1" on 2026-03-31
2026-04-01  ana ends "choir-1" early, because "they sold our rows on"
            then the key "k3" is out of use
            then choir owes 1.23 EUR under "choir-1"
            then no entry holds the words "sold our rows"
2026-04-01  ana ends "choir-1" early, because "twice"
            refused: licensing.licence_revoked (choir-1)
2026-04-02  ana writes the invoice "i3" for "choir-1"
            then the invoice "i3" asks for 1.23 EUR by 2026-05-02
2026-04-03  ana withdraws her birdsong
2026-04-03  ana offers the use of "warbler" to opera as "opera-1" for commercial,
              1.00 EUR once and 0.0100 EUR a prediction, at most 1,000, for 30 days
2026-04-03  eve proposes "late": license "warbler" to opera as "opera-1" for commercial,
              1.00 EUR once and 0.0100 EUR a prediction, at most 1,000, for 30 days
            refused: consent.purpose_not_granted (opera, 1 person, 300 rows)
