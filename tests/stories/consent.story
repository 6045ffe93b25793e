# Consent: rows are used for what their owner allows, and for nothing else.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-02-01  ana offers 400 rows of birdsong
2026-02-01  ana grants her birdsong for research
            then ana allows her birdsong for research

# Nobody decides for another, and only what the charter names can be allowed.
2026-02-02  ben grants ana's birdsong for advertising
            refused: charter.not_your_own (ben, ana)
2026-02-02  ana grants her birdsong for warfare
            refused: consent.unknown_purpose (warfare, research, advertising)
2026-02-02  ana grants her whalesong for research
            refused: consent.unknown_kind (whalesong, birdsong)
2026-02-02  ana grants her birdsong for research and research
            refused: consent.purpose_twice (research)
2026-02-02  fay offers 10 rows of birdsong
            refused: contributions.not_a_member (fay)
2026-02-02  fay grants her birdsong for research
            refused: consent.not_a_member (fay)
2026-02-02  eve offers 10 rows of whalesong
            refused: contributions.unknown_kind (whalesong)
2026-02-02  ana offers 50 rows of birdsong under the name of her first batch
            refused: contributions.batch_exists (ana-birdsong-1)
            then ana allows her birdsong for research
            then the record has 6 entries

# A use for another purpose is refused before a row is read.
2026-03-01  ana seals "spring" from birdsong for advertising
            refused: learning.nothing_permitted (birdsong, advertising, 1 people left out)
2026-03-01  ana seals "spring" from birdsong for research
            then "spring" holds 400 rows of ana
2026-03-01  ana uses "spring" to train for advertising
            refused: learning.other_purpose (research, advertising)
2026-03-01  eve trains "warbler" on "spring"
            refused: charter.not_in_office (eve, data)
2026-03-01  ana trains "warbler" on "spring"
            then "warbler" serves
2026-03-02  ana tests "warbler": 84 of 100 right, 39 by guessing the commonest
            then "warbler" answers 84 of 100 right
2026-03-02  ana tests "warbler": 101 of 100 right, 39 by guessing the commonest
            refused: learning.counts_do_not_fit (101, 100)
            then "warbler" answers 84 of 100 right
