# Founding: nothing can be done before it, and it is done once.
2026-01-01  ana admits ben
            refused: charter.not_founded (has not been founded yet)
2026-01-01  ana closes the period 2026 and opens 2027
            refused: charter.not_founded (Found it first)
            then the record has 0 entries

# Rights without an office that holds them would be rights of nobody.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office except treasury
            refused: charter.office_empty (the office treasury, nobody holds it)
            then the record has 0 entries

2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
            then the record has 1 entries
            then no entry holds the words "The Warblers"
            then the charter has version 1
            then all accounts sum to zero

2026-01-06  eve founds "The Others" for rows of birdsong, used for research and advertising;
              eve holds every office and ben audits
            refused: charter.already_founded (has been founded already)
2026-01-06  the desk is closed and opened again
2026-01-06  eve founds "The Others" for rows of birdsong, used for research and advertising;
              eve holds every office and ben audits
            refused: charter.already_founded (Change its charter by a resolution)
            then the record has 1 entries
