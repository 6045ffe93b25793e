# Works have co-creators, and a dispute about them is settled by somebody who has no part in it.
2026-01-05  ana founds "The Singers" for works, which are songs, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, ida and joe join, each paying 100.00 EUR
2026-01-10  ana offers 10 rows of songs
2026-01-10  eve offers 6 rows of songs

2026-01-11  ana registers who made the songs of ana: ana 0.60, ida 0.30
            refused: contributions.shares_not_whole (9000)
2026-01-11  ida registers who made the songs of ana: ana 0.60, ida 0.40
            refused: contributions.not_her_batch (ida, ana brought)
2026-01-11  ana registers who made the songs of ana: ana 0.60, ida 0.40
            then row 3 of the songs of ana is held by ana 0.60, ida 0.40
            then row 3 of the songs of eve is held by eve 1.00
2026-01-12  ana and eve grant their songs for research
2026-01-20  ana seals "spring" from songs for research
2026-01-20  ana trains "voice" on "spring"
2026-01-21  ana registers who made the songs of ana: ana 1.00
            refused: contributions.in_a_snapshot (spring)

# Joe says that eve registered four songs of his. Ben, who audits, has no part in them.
2026-02-01  joe settles rows 0 to 3 of the songs of eve: joe 1.00, because "They are mine."
            refused: charter.not_in_office (joe, audit)
2026-02-01  ben settles rows 0 to 3 of the songs of eve: ben 1.00, because "I sang them."
            refused: contributions.settled_by_party (ben)
2026-02-01  ben settles rows 3 to 6 of the songs of eve: joe 1.00, because "A slip."
            refused: contributions.no_such_row (6 rows, row 6)
2026-02-01  ben settles rows 0 to 3 of the songs of eve: joe 1.00, because "Joe showed his drafts."
            then row 3 of the songs of eve is held by joe 1.00
            then row 4 of the songs of eve is held by eve 1.00
            then no entry holds the words "Joe showed"

# Everyone who brought or holds a song has a line; a model's worth is shared as they hold it.
2026-02-02  ana values the rows behind "voice" as "worth": ana 0.30, eve 0.10, ida 0.20
            refused: valuation.members_differ (joe, has no line)
2026-02-02  ana values the rows behind "voice" as "worth": ana 0.30, eve 0.10, ida 0.20, joe 0.10
            then "worth" waits for its recheck
2026-02-03  ben rechecks "worth" and finds ana 0.30, eve 0.10, ida 0.20, joe 0.10
            then ben has rechecked "worth"

# An appeal: the newest word counts from now on, and what was valued before stays as it is.
2026-03-01  ben settles rows 3 to 3 of the songs of eve: eve 0.50, joe 0.50, because "Made together."
            then row 3 of the songs of eve is held by eve 0.50, joe 0.50
            then ben has rechecked "worth"
