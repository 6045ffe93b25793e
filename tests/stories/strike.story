# A strike: a vote stops a use towards a company for all who entrusted the co-operative.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 40 rows of birdsong
2026-01-10  eve offers 30 rows of birdsong
2026-01-10  ana and eve grant their birdsong for advertising
2026-01-10  ana entrusts the co-operative
2026-01-10  ana entrusts the co-operative
            refused: consent.entrusted_already (ana)
2026-01-11  ana seals "before" from birdsong for advertising, as milkltd wants
            then "before" holds 70 rows of ana and eve
2026-01-11  ana trains "warbler" on "before"

2026-01-12  ben begins the strike "pay" without a vote
            refused: charter.not_in_office (ben, treasury)
2026-01-12  ana begins the strike "pay" without a vote
            refused: charter.no_mandate (none)
2026-01-12  eve proposes "bad": the strike "pay" of fly for advertising towards everybody
            refused: unknown.operation (fly)
2026-01-12  eve proposes "go": the strike "pay" of train for advertising towards milkltd
2026-01-12  the members decide "go" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-01  ana carries out "go"
            then the strike "pay" goes on
2026-02-01  eve proposes "more": the strike "pay" of train for advertising towards everybody
            refused: consent.strike_exists (pay)

# Eve did not entrust it; another company is not meant; no model has to be made again.
2026-02-02  ana seals "during" from birdsong for advertising, as milkltd wants
            then "during" holds 30 rows of eve
2026-02-02  ana seals "other" from birdsong for advertising, as dairy wants
            then "other" holds 70 rows of ana and eve
            then "warbler" serves
2026-02-03  ana starts training "second" on "before"
            refused: consent.purpose_not_granted (ana)
2026-02-03  eve entrusts it no longer
            refused: consent.not_entrusted (eve)

# What was allowed holds again when it ends.
2026-02-04  eve proposes "stop": the strike "pay" ends
2026-02-04  the members decide "stop" ten days later, counted by ana and ben: ana, ben and eve say yes
2026-02-20  ana carries out "stop"
            then the strike "pay" is over
2026-02-20  eve proposes "twice": the strike "pay" ends
            refused: consent.no_such_strike (pay)
2026-02-21  ana seals "after" from birdsong for advertising, as milkltd wants
            then "after" holds 70 rows of ana and eve
2026-02-22  ana entrusts it no longer
