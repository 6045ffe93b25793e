# Joining: the office of admissions takes people in, and each brings her capital.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
            then the capital of eve is 100.00 EUR
            then the bank account holds 300.00 EUR
            then all accounts sum to zero
            then the record has 4 entries
            then no entry holds the words "Agirre"
            then the name of eve reads "Eve Agirre"

2026-01-06  eve admits fay
            refused: charter.not_in_office (eve, admissions)
2026-01-06  ana admits eve
            refused: members.id_taken (eve, ids are never given twice)
2026-01-06  ana admits somebody under the name of the house itself
            refused: members.id_reserved (operator)
            then the record has 4 entries
            then the bank account holds 300.00 EUR

2026-01-07  fay joins, paying 100.00 EUR
            then fay is a member
            then the bank account holds 400.00 EUR
