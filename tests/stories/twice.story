# Sent twice: a retry gets the same answer, and the same id never means two things.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana joins, paying 100.00 EUR
2026-01-05  ben joins, paying 100.00 EUR
2026-01-06  the same is sent again
            then the answer of before is given again
            then nothing was added to the record
            then the bank account holds 200.00 EUR
2026-01-06  the desk is closed and opened again
2026-01-06  eve joins, paying 100.00 EUR
            then the record has 4 entries
2026-01-06  the same is sent again with other words
            refused: desk.id_used (entry 3, Use a new id)
2026-01-07  fay joins, paying 100.00 EUR
2026-01-07  the same is sent again for gus
            refused: desk.id_used (entry 4)
2026-01-08  gus joins, paying 100.00 EUR
2026-01-08  the same is sent again in the name of ben
            refused: desk.id_used (entry 5)
            then the record has 6 entries

# A refusal leaves no trace: the same id may succeed when the reason is gone.
2026-01-09  eve grants her birdsong for research
2026-01-09  hal grants her birdsong for research
            refused: consent.not_a_member (hal)
            then nothing was added to the record
2026-01-10  hal joins, paying 100.00 EUR
2026-01-11  hal grants her birdsong for research
            then hal allows her birdsong for research
