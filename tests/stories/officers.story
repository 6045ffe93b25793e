# Officers: the members appoint and recall them, a term ends, and who leaves holds nothing any more.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-06  ana leaves, because "I have had enough."
            refused: members.last_in_office (admissions, data, operator, secretary, treasury)
            then ana is a member

2026-01-10  eve proposes "chair": eve is to be chair for 365 days
            refused: charter.office_unknown (chair, secretary)
2026-01-10  eve proposes "stranger": joe is to be secretary for 365 days
            refused: members.not_a_member (joe)
2026-01-10  eve proposes "oust": ana is to be secretary no longer
            refused: charter.last_in_office (ana, secretary)
2026-01-10  eve proposes "oust": ben is to be secretary no longer
            refused: charter.holds_no_such_office (ben, secretary)
2026-01-10  eve proposes "second": eve is to be secretary for 30 days
2026-01-10  the members decide "second" ten days later, counted by ana and ben: ana and ben say yes
2026-01-23  eve carries out "second"
            refused: charter.not_in_office (eve, secretary)
2026-01-23  ana carries out "second"

# With a second secretary the first can be recalled, and the second carries it out.
2026-01-24  ben proposes "oust": ana is to be secretary no longer
2026-01-24  the members decide "oust" ten days later, counted by eve and ben: ben and eve say yes
2026-02-06  eve carries out "oust"
2026-02-06  ana carries out "oust"
            refused: charter.not_in_office (ana, secretary)
2026-02-07  eve leaves, because "This is too much work."
            refused: members.last_in_office (secretary)

# Her term ends on 22 February; she stays until somebody follows her.
2026-02-25  ben proposes "next": ben is to be secretary for 365 days
            refused: charter.offices_incompatible (ben, audit, secretary)
2026-02-25  ben proposes "next": ana is to be secretary for 365 days
2026-02-25  the members decide "next" ten days later, counted by eve and ben: ben and eve say yes
2026-03-10  eve carries out "next"
2026-03-11  eve leaves, because "Now it is done."
            then eve is no member any more
2026-03-11  eve redacts the name of ana, because "I still have the keys."
            refused: charter.not_in_office (eve, secretary)
