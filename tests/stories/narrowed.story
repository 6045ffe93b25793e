# Narrowing: who takes back one purpose keeps the others, and the models made for it are retrained.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ben offers 100 rows of birdsong
2026-01-10  eve offers 30 rows of birdsong
2026-01-10  ben and eve grant their birdsong for research and advertising
2026-01-20  ana seals "study" from birdsong for research
2026-01-20  ana seals "shop" from birdsong for advertising
2026-01-21  ana trains "wren" on "study"
2026-01-21  ana trains "robin" on "shop"

2026-02-01  eve grants her birdsong for research
            then eve allows her birdsong for research
            then "wren" serves
            then "robin" must be retrained by 2026-03-03
2026-02-02  ana uses "shop" to train for advertising
            refused: consent.purpose_not_granted (advertising, 1 person with 30 rows, eve)
2026-02-02  ana uses "study" to train for research
2026-02-02  ana seals "shop-2" from birdsong for advertising
            then "shop-2" holds 100 rows of ben
            then 30 rows are left out for want of a grant, 0 withdrawn, 0 erased, of 1 people

# A grant of nothing is a grant too; it allows nothing and takes everything back.
2026-02-03  eve grants her birdsong for nothing
            then eve allows her birdsong for nothing
            then "wren" must be retrained by 2026-03-05
            then "robin" must be retrained by 2026-03-03
