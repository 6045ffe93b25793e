# The key of the record: it changes when the old one is named and the new one has agreed.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana and ben join, each paying 100.00 EUR
2026-02-01  ben changes the key of the record
            refused: charter.not_in_office (ben, operator)
2026-02-01  ana changes the key of the record to one that has not agreed
            refused: record.new_key_did_not_sign (The new key did not sign)
            then the record has 3 entries
2026-02-01  ana changes the key of the record
            then the record has 4 entries
2026-02-02  ana changes the key of the record
            refused: record.key_of_another_log (another key)
2026-02-03  the desk is closed and opened again
2026-02-03  eve joins, paying 100.00 EUR
            then the record has 5 entries
