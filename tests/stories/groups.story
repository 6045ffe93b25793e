# A choir: people who hold rights together, decide by vote, and can each say no.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay and gus join, each paying 100.00 EUR
2026-01-10  eve offers 40 rows of birdsong
2026-01-10  fay offers 30 rows of birdsong
2026-01-10  gus offers 20 rows of birdsong
2026-01-10  gus grants her birdsong for research

# Each joins herself, and only if she was asked.
2026-01-11  eve begins the group "choir"
2026-01-11  fay begins the group "choir"
            refused: consent.group_exists (choir)
2026-01-11  fay joins "choir"
            refused: consent.not_invited (choir, fay)
2026-01-11  ben asks fay to join "choir"
            refused: consent.not_in_group (ben, choir)
2026-01-11  eve asks fay to join "choir"
2026-01-11  fay joins "choir"
            then the members of "choir" are eve and fay

# Of two, each would know how the other voted.
2026-01-12  eve proposes "yes": "choir" allows train for research
            refused: consent.group_too_small (choir, 2 members)
2026-01-12  eve asks gus to join "choir"
2026-01-12  gus joins "choir"
            then the members of "choir" are eve, fay and gus
2026-01-12  eve puts the birdsong of fay into "choir"
            refused: consent.not_her_batch (eve)
2026-01-12  eve puts the birdsong of eve into "choir"
2026-01-12  fay puts the birdsong of fay into "choir"
2026-01-12  ana seals "early" from birdsong for research
            then "early" holds 20 rows of gus

# Only its members vote on what it says, and ana, who holds every office, is none.
2026-01-13  ben proposes "yes": "choir" allows train for research
            refused: assembly.not_of_the_group (ben, choir)
2026-01-13  eve proposes "bad": "choir" allows replica for research
            refused: consent.never_bundled (replica.voice)
2026-01-13  eve proposes "yes": "choir" allows train for research
2026-01-13  ana has "yes" admitted
2026-01-13  ana calls the members for 2026-01-23 about "yes"
2026-01-23  ana opens the poll on "yes" and lets ben in
            refused: assembly.roll_differs (4 full, 3 full)
2026-01-23  ana opens the poll on "yes"
2026-01-23  ana votes no on "yes" under her own name
            refused: assembly.not_on_roll (ana)
2026-01-23  eve and fay vote yes on "yes"
2026-01-23  gus votes no on "yes"
2026-01-23  ana closes the poll on "yes"
            then the tally of "yes" is 2 yes, 1 no, 0 abstaining of 3: carried
2026-01-23  ben certifies the poll on "yes"
2026-02-01  fay carries out "yes"
            refused: charter.not_in_office (fay, data)
2026-02-01  ana carries out "yes"
2026-02-02  ana seals "spring" from birdsong for research
            then "spring" holds 90 rows of eve, fay and gus
2026-02-02  ana trains "warbler" on "spring"
            then "warbler" serves

# A group's yes forces nobody: Fay's no is enough for her own rows.
2026-02-10  fay forbids train for research
            then "warbler" must be retrained by 2026-03-12
2026-02-10  ana seals "later" from birdsong for research
            then "later" holds 60 rows of eve and gus
2026-02-11  fay leaves "choir"
            then the members of "choir" are eve and gus
2026-02-11  fay leaves "choir"
            refused: consent.not_in_group (fay, choir)

# The choir says no, and takes it back; what it says last needs three again.
2026-02-12  eve asks ben to join "choir"
2026-02-12  ben joins "choir"
2026-02-12  eve proposes "no": "choir" forbids train for research
2026-02-12  the members decide "no" ten days later, counted by ana and ben: eve, gus and ben say yes
2026-03-01  ana carries out "no"
2026-03-01  ana seals "none" from birdsong for advertising
            refused: learning.nothing_permitted (birdsong, advertising)
2026-03-01  ana seals "march" from birdsong for research
            then "march" holds 20 rows of gus
2026-03-02  eve proposes "again": "choir" takes back what it said last
2026-03-02  the members decide "again" ten days later, counted by ana and ben: eve, gus and ben say yes
2026-04-01  ana carries out "again"
2026-04-01  ana carries out "again"
            refused: charter.mandate_spent (mandate-again)
2026-04-02  ana seals "april" from birdsong for research
            then "april" holds 60 rows of eve and gus
2026-04-03  eve takes her birdsong out of its group
2026-04-03  ana seals "may" from birdsong for research
            then "may" holds 20 rows of gus
