# Elections: members stand, are ranked and sit for a term; one is recalled, and her seat filled again.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve, fay, gus, ida and joe join, each paying 100.00 EUR
            then ana sits in the council

# Three seats, for four years: neither more nor longer.
2026-01-10  eve proposes "many": elect 4 to the council for 1,460 days
            refused: assembly.seats_differ (4, 3 seats)
2026-01-10  eve proposes "long": elect 3 to the council for 1,461 days
            refused: assembly.term_differs (1461, 1460)
2026-01-10  eve proposes "board": elect 3 to the senate for 1,460 days
            refused: assembly.organ_unknown (senate)
2026-01-10  eve proposes "leaders": elect 3 to the council for 1,460 days
2026-01-10  ana has "leaders" admitted

# Who audits does not lead.
2026-01-11  eve, fay, gus and ida stand in "leaders"
2026-01-11  ben stands in "leaders"
            refused: assembly.office_incompatible (ben, audit, council)
2026-01-11  eve stands in "leaders"
            refused: assembly.stands_already (eve)
2026-01-11  joe stands in "leaders"
2026-01-12  joe stands in "leaders" no longer
2026-01-12  joe stands in "leaders" no longer
            refused: assembly.stands_not (joe)
2026-01-12  ana calls the members for 2026-01-22 about "leaders"
2026-01-13  ana puts joe into the class collaborator
            refused: members.class_own (joe, collaborator)
2026-01-13  joe puts joe into the class collaborator
            then joe belongs to the class collaborator
2026-01-13  ana puts joe into the class collaborator
            refused: members.class_same (joe, collaborator)

2026-01-22  ana opens the poll on "leaders"
2026-01-22  joe stands in "leaders"
            refused: assembly.wrong_state (leaders, open)
2026-01-22  ana ranks eve and fay in "leaders"
2026-01-22  ben ranks eve and gus in "leaders"
2026-01-22  eve ranks eve, fay and gus in "leaders"
2026-01-22  fay ranks fay, gus and eve in "leaders"
2026-01-22  gus ranks joe and gus in "leaders"
2026-01-22  ida ranks ida in "leaders"
2026-01-22  joe ranks zoe in "leaders"
            refused: assembly.ranking_unknown (1 to 5)
2026-01-22  joe ranks gus and gus in "leaders"
            refused: assembly.ranking_twice (one candidate twice)
2026-01-29  ana closes the election "leaders"
2026-01-29  ben certifies the poll on "leaders"
            then eve, fay and gus sit in the council

# At any assembly members may recall, on the agenda or not; off it, two thirds must say yes.
2026-02-02  eve proposes "cash": surplus.cash_bp becomes 3,000
2026-02-02  ana has "cash" admitted
2026-02-02  ana calls the members for 2026-02-12 about "cash"
2026-02-10  ida proposes "oust": gus is to be council no longer
2026-02-10  ana has "oust" admitted
2026-02-10  ana opens the poll on "oust"
            refused: assembly.off_the_agenda (oust, admitted)
2026-02-12  ana opens the poll on "oust"
2026-02-12  ana, ben, ida and joe vote yes on "oust"
2026-02-12  eve and fay vote no on "oust"
2026-02-12  ana closes the poll on "oust"
2026-02-12  ben certifies the poll on "oust"
            then the mandate of "oust" runs from 2026-02-15 to 2026-05-16
2026-02-15  ana carries out "oust"
            then eve and fay sit in the council

# A by-election fills the free seat, and no other.
2026-02-20  ida proposes "again": elect 2 to the council for 1,400 days
            refused: assembly.seats_differ (2, 1 of them free)
2026-02-20  ida proposes "again": elect 1 to the council for 1,400 days
2026-02-20  ana has "again" admitted
2026-02-20  eve stands in "again"
            refused: assembly.sits_already (eve, council)
2026-02-20  ida stands in "again"
2026-02-20  ana calls the members for 2026-03-02 about "again"
2026-03-02  ana opens the poll on "again"
2026-03-02  ida ranks ida in "again"
2026-03-02  joe ranks ida in "again"
2026-03-09  ana closes the election "again"
2026-03-09  ben certifies the poll on "again"
            then eve, fay and ida sit in the council
