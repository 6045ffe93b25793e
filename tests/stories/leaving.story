# Leaving: at any time, unless an office would be left empty; her capital stays hers and her rows go.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ben offers 100 rows of birdsong
2026-01-10  eve offers 30 rows of birdsong
2026-01-10  ben and eve grant their birdsong for research
2026-01-20  ana seals "spring" from birdsong for research
2026-01-20  ana trains "warbler" on "spring"

2026-02-01  ana tells the house that eve leaves
            refused: charter.not_your_own (ana, eve)
            then eve is a member
2026-02-01  eve leaves, because "I am moving to the coast."
            then eve is no member any more
            then the capital of eve is 100.00 EUR
            then eve allows her birdsong for nothing
            then the birdsong of eve must be erased by 2026-03-03
            then "warbler" must be retrained by 2026-03-03
            then no entry holds the words "the coast"

2026-02-02  eve leaves, because "Did you hear me?"
            refused: members.not_a_member (eve)
2026-02-02  eve offers 5 rows of birdsong
            refused: contributions.not_a_member (eve)
2026-02-02  eve proposes "last-word": surplus.cash_bp becomes 3,000
            refused: assembly.not_in_standing (eve)
2026-02-02  ana gives eve the job index 2.00
            refused: labour.member_not_in_standing (eve)
2026-02-02  ana admits eve
            refused: members.id_taken (eve)

# The work that she did is owed to her all the same.
2026-02-28  ana books work "january" in 2026: eve 2 hours for 40.00 EUR
            then eve is owed 40.00 EUR
            then all accounts sum to zero
