# A payout: gathered by one, approved by two others, sent, partly refused, partly sent back.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve and fay join, each paying 100.00 EUR
2026-01-05  eve proposes "sign-ben": ben is to be signatory for 300 days
2026-01-05  the members decide "sign-ben" ten days later, counted by ana and ben: ana, eve and fay say yes
2026-01-15  eve proposes "sign-eve": eve is to be signatory for 300 days
2026-01-15  the members decide "sign-eve" ten days later, counted by ana and ben: ana, ben and fay say yes
2026-01-28  ana carries out "sign-ben"
2026-01-28  ana carries out "sign-eve"
2026-01-31  ana books work "january" in 2026: ben 10 hours for 150.00 EUR, eve 2 hours for 40.00 EUR
2026-01-31  ana gathers the payout "jan" for 2026-02-05
            refused: treasury.nothing_to_pay (2 members)
2026-01-31  ben and eve name accounts to be paid on
            then no entry holds the words "ES9121000418450200051332"
2026-02-02  ana gathers the payout "jan" for 2026-02-05
            refused: treasury.nothing_to_pay (2 members, wait)
2026-02-03  ana gathers the payout "jan" for 2026-02-02
            refused: treasury.no_day_to_pay (2026-02-02)
2026-02-03  ben gathers the payout "jan" for 2026-02-05
            refused: charter.not_in_office (ben, treasury)
2026-02-03  ana gathers the payout "jan" for 2026-02-05
            then the payout "jan" sends 190.00 EUR to 2 members and is drafted
            then 150.00 EUR are on their way to ben
            then ben is owed nothing any more
            then all accounts sum to zero

# Nobody approves what she has gathered, nobody twice, and one yes is not enough.
2026-02-03  ana approves the payout "jan"
            refused: treasury.own_payout (ana, jan)
2026-02-03  fay approves the payout "jan"
            refused: charter.not_in_office (fay, signatory)
2026-02-03  ben approves the payout "jan"
2026-02-03  ben approves the payout "jan"
            refused: treasury.approved_already (ben, jan)
2026-02-03  ana writes the bank's file of "jan"
            refused: treasury.payout_elsewhere (jan, drafted, approved)
2026-02-03  eve approves the payout "jan"

# An account that is changed now was not the one that was approved.
2026-02-03  eve names another account to be paid on
2026-02-03  ana writes the bank's file of "jan"
            refused: treasury.payee_changed (eve, jan)
2026-02-03  ana gives up the payout "jan"
            then ben is owed 150.00 EUR
2026-02-06  ana gathers the payout "feb" for 2026-02-08
2026-02-06  ben approves the payout "feb"
2026-02-06  eve approves the payout "feb"
2026-02-06  ana writes the bank's file of "feb"
            then the payout "feb" sends 190.00 EUR to 2 members and is exported
2026-02-06  ana gives up the payout "feb"
            refused: treasury.payout_elsewhere (feb, exported)

# What the bank says must be a line of this payout, to the cent.
2026-02-08  ana hears that the bank refused 41.00 EUR to eve of "feb"
            refused: treasury.line_not_of_payout (eve, feb)
2026-02-08  ana hears that the bank refused 40.00 EUR to eve of "feb"
            then eve is owed 40.00 EUR
            then 0.00 EUR are on their way to eve
2026-02-08  ana hears that the bank took all of "feb"
            refused: treasury.payout_elsewhere (feb, reported)
2026-02-09  ana books in 2026 that the bank sent 190.00 EUR for "feb"
            refused: treasury.settled_differently (190.00 EUR, 150.00 EUR)
2026-02-09  ana books in 2026 that the bank sent 150.00 EUR for "feb"
            then the bank account holds 250.00 EUR
            then 0.00 EUR are on their way to ben
            then all accounts sum to zero

# A payment that comes back waits in suspense, and is payable again; none comes back twice.
2026-02-20  ana books in 2026 that 40.00 EUR to eve of "feb" came back
            refused: treasury.line_not_of_payout (eve, feb)
2026-02-20  ana books in 2026 that 150.00 EUR to ben of "feb" came back
            then 150.00 EUR wait in suspense
            then the bank account holds 400.00 EUR
2026-02-20  ana books in 2026 that 150.00 EUR to ben of "feb" came back
            refused: treasury.line_not_of_payout (ben, feb)
2026-02-20  ana ends the payout "feb"
            refused: treasury.still_in_suspense (feb)
2026-02-21  ana makes payable in 2026 what came back of "feb"
            then ben is owed 150.00 EUR
            then 0.00 EUR wait in suspense
2026-02-21  ana makes payable in 2026 what came back of "feb"
            refused: treasury.nothing_in_suspense (feb)
2026-02-21  ana ends the payout "feb"
            then the payout "feb" sends 190.00 EUR to 2 members and is closed

# Whoever has left is paid what is hers; the next payout goes through whole.
2026-03-01  eve leaves, because "I move away."
2026-03-02  ana gathers the payout "march" for 2026-03-05
2026-03-02  ben approves the payout "march"
2026-03-02  eve approves the payout "march"
            refused: charter.not_in_office (eve, signatory)
2026-03-02  ana gives up the payout "march"
            then eve is owed 40.00 EUR
            then all accounts sum to zero
