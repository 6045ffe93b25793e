# Her own key: who signs herself need not rely on the word of the house.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
            then the last entry rests on the word of the house
2026-01-06  signed with the key of eve: eve grants her birdsong for research
            refused: desk.unknown_key (eve)
2026-01-06  eve registers her key
2026-01-06  ben registers the key of eve
            refused: members.key_used (has been registered before)

2026-01-07  signed with the key of eve: eve grants her birdsong for research
            then the last entry is signed with the key of eve
            then eve allows her birdsong for research
2026-01-07  signed with the key of eve: ben grants her birdsong for research
            refused: desk.unknown_key (ben)
2026-01-07  signed over something else with the key of eve: eve grants her birdsong for advertising
            refused: desk.bad_signature (eve)
            then eve allows her birdsong for research

# A sealed text is signed as its commitment; the signature stays good when the text is erased.
2026-01-08  signed with the key of eve: eve leaves, because "I have too little time."
            then the last entry is signed with the key of eve
            then no entry holds the words "too little"
2026-01-09  signed with the key of eve: eve leaves, because "Am I still here?"
            refused: desk.unknown_key (eve)
