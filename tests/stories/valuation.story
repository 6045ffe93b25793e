# Valuation: money uses a value only after a second person has found the same.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 400 rows of birdsong
2026-01-10  ben offers 100 rows of birdsong
2026-01-10  ana and ben grant their birdsong for research
2026-01-20  ana seals "spring" from birdsong for research
2026-01-20  ana trains "warbler" on "spring"

2026-02-01  ana values the rows behind "warbler" as "worth": ana 0.40
            refused: valuation.members_differ (ben, has no line)
2026-02-01  ana values the rows behind "warbler" as "worth": ana 0.40, ben 0.20, eve 0.10
            refused: valuation.members_differ (eve, is not in the snapshot)
2026-02-01  ana values the rows behind "warbler" as "worth": ana 0.90, ben 0.20
            refused: valuation.values_do_not_add_up (1100000000)
2026-02-02  ana values the rows behind "warbler" as "worth": ana 0.40, ben -0.10
            then "worth" waits for its recheck
2026-02-02  ana values the rows behind "warbler" as "worth": ana 0.40, ben 0.20
            refused: valuation.valuation_exists (worth)

2026-02-03  ana rechecks "worth" and finds ana 0.40, ben -0.10
            refused: charter.not_in_office (ana, audit)
2026-02-03  eve rechecks "worth" and finds ana 0.40, ben -0.10
            refused: charter.not_in_office (eve, audit)
2026-02-03  ben rechecks "worth" by handing in its own lines
            refused: valuation.recheck_copied (worth)
2026-02-03  ben rechecks "worth" and finds ana 0.40, ben -0.11
            refused: valuation.recheck_differs (ben)
            then "worth" waits for its recheck
2026-02-03  ana closes the period 2026 and opens 2027
2026-02-03  ana plans "share" for 2026 by "worth"
            refused: treasury.value_not_rechecked (ana, nobody has rechecked it)

2026-02-04  ben rechecks "worth" and finds ana 0.40, ben -0.10
            then ben has rechecked "worth"
2026-02-04  ben rechecks "worth" and finds ana 0.40, ben -0.10
            refused: valuation.already_rechecked (ben)
2026-02-04  ana plans "share" for 2026 by "worth"
            refused: treasury.no_surplus (0.00 EUR)
