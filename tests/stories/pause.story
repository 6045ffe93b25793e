# A pause: two organs stop one kind of act for some days; what protects members cannot be stopped.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana asks to pause consent.withdraw until 2026-01-12 as "panic", because "They all leave."
            refused: assembly.not_pausable (consent.withdraw, contributions.offer)
2026-01-10  ana asks to pause contributions.offer until 2026-01-25 as "leak", because "A stolen key."
            refused: assembly.pause_too_long (14 days)
2026-01-10  ana asks to pause contributions.offer until 2026-01-24 as "leak", because "A stolen key."
2026-01-10  eve offers 10 rows of birdsong
2026-01-11  ana agrees to "leak"
            refused: charter.not_in_office (ana, audit)
2026-01-11  ben agrees to "leak"
            then "leak" lasts until 2026-01-24
2026-01-11  eve offers 5 rows of birdsong
            refused: charter.paused (contributions.offer, 2026-01-24T00:00:00.000Z)
2026-01-11  eve withdraws her birdsong
            refused: consent.nothing_to_withdraw (eve)

# Members may keep it once, as long again at most; until they have, it ends by itself.
2026-01-12  eve proposes "keep": "leak" is kept until 2026-02-08
            refused: assembly.pause_kept_too_long (2026-02-06T00:00:00.000Z)
2026-01-12  eve proposes "keep": "leak" is kept until 2026-02-01
2026-01-12  the members decide "keep" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-01-24  eve offers 5 rows of birdsong
2026-01-25  ana keeps "leak" until 2026-02-01 by the vote on "keep"
            then "leak" lasts until 2026-02-01
2026-01-31  eve offers 5 rows of birdsong
            refused: charter.paused (contributions.offer, 2026-02-01T00:00:00.000Z)
2026-02-01  eve offers 5 rows of birdsong
2026-02-01  ana asks to pause contributions.offer until 2026-02-03 as "more", because "Who knows."
            refused: assembly.paused_lately (leak, 2026-02-01T00:00:00.000Z)
