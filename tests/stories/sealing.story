# Sealing: a snapshot says what it holds, what was left out, and why.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay and gus join, each paying 100.00 EUR
2026-01-10  ana offers 400 rows of birdsong
2026-01-10  ana offers 40 rows of birdsong
2026-01-10  ben offers 200 rows of birdsong
2026-01-10  eve offers 100 rows of birdsong
2026-01-10  fay offers 7 rows of birdsong
2026-01-11  ana and eve grant their birdsong for research and advertising
2026-01-11  ben grants her birdsong for research
2026-01-12  eve withdraws her birdsong

2026-02-01  ana seals "study" from birdsong for research
            then "study" holds 640 rows of ana and ben
            then 7 rows are left out for want of a grant, 100 withdrawn, 0 erased, of 2 people
2026-02-01  ana seals "shop" from birdsong for advertising
            then "shop" holds 440 rows of ana
            then 207 rows are left out for want of a grant, 100 withdrawn, 0 erased, of 3 people
2026-02-01  ana seals "shop" from birdsong for advertising
            refused: learning.snapshot_exists (shop, a sealed snapshot never changes)
2026-02-01  ana seals "sea" from whalesong for research
            refused: learning.unknown_kind (whalesong, birdsong)
2026-02-01  ana seals "war" from birdsong for warfare
            refused: learning.unknown_purpose (warfare)

# A later grant changes no sealed snapshot, only the next one.
2026-02-02  fay grants her birdsong for research
            then "study" holds 640 rows of ana and ben
2026-02-02  ana seals "study-2" from birdsong for research
            then "study-2" holds 647 rows of ana, ben and fay
            then 0 rows are left out for want of a grant, 100 withdrawn, 0 erased, of 1 people
