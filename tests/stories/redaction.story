# Redaction: a name can be erased; the entry, its place and every root stay.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
            then the name of eve reads "Eve Agirre"
2026-02-01  eve redacts the name of eve, because "I asked for it."
            refused: charter.not_in_office (eve, secretary)
            then the name of eve reads "Eve Agirre"
2026-02-01  ana redacts the name of eve, because "She asked for it."
            then nobody can read the name of eve, and its entry stands
            then the name of ben reads "Ben Agirre"
            then no entry holds the words "She asked"
            then the capital of eve is 100.00 EUR
2026-02-02  ana redacts the name of eve, because "Once more, to be sure."
            refused: record.already_erased (Entry 4)
2026-02-02  ana redacts the member of entry 3, because "This is no sealed field."
            refused: record.no_such_sealed_field (Entry 3, member)
2026-02-02  ana redacts the name of entry 99, because "There is no such entry."
            refused: record.no_such_sealed_field (Entry 99)

# The reason of a redaction is a sealed text too, and can go the same way.
2026-02-03  ana redacts the reason of entry 4, because "It said too much."
2026-02-03  the desk is closed and opened again
            then nobody can read the name of eve, and its entry stands
            then the record has 6 entries
