# Erasure: rows go when their owner has withdrawn them, and what rested on them is not used again.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 400 rows of birdsong
2026-01-10  eve offers 30 rows of birdsong
2026-01-10  eve offers 5 rows of birdsong
2026-01-10  ana and eve grant their birdsong for research
2026-01-20  ana seals "spring" from birdsong for research
            then "spring" holds 435 rows of ana and eve

2026-02-01  ana erases the birdsong of eve, because "We need the room."
            refused: contributions.not_withdrawn (eve, 30 rows, 5 rows)
2026-02-01  eve withdraws her birdsong
2026-02-02  eve erases the birdsong of eve, because "I want to see to it."
            refused: charter.not_in_office (eve, data)
2026-02-02  ana erases the birdsong of eve, because "She withdrew them."
            then 35 rows of birdsong by eve exist no longer
            then no entry holds the words "She withdrew"
2026-02-02  ana erases the birdsong of eve, because "Once more."
            refused: contributions.already_erased (eve-birdsong-1, eve-birdsong-2)
2026-02-02  ana erases a batch that nobody brought
            refused: contributions.no_such_batch (nobody-1)

# She may come back, with new rows; those that are gone are gone.
2026-03-01  eve grants her birdsong for research
2026-03-01  ana trains "warbler" on "spring"
            refused: learning.rows_erased (35 rows, spring)
2026-03-01  eve offers 8 rows of birdsong
2026-03-01  ana seals "summer" from birdsong for research
            then "summer" holds 408 rows of ana and eve
            then 0 rows are left out for want of a grant, 0 withdrawn, 35 erased, of 0 people
