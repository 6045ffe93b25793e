# Exits: capital leaves by vote only, year by year with interest; what nobody claims is saved.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben, eve and dan join, each paying 100.00 EUR
2026-01-10  ana offers 300 rows of birdsong
2026-01-10  eve offers 100 rows of birdsong
2026-01-10  ana and eve grant their birdsong for advertising
2026-01-20  ana seals "spring" from birdsong for advertising
2026-01-20  ana trains "warbler" on "spring"
2026-01-21  ana values the rows behind "warbler" as "worth": ana 0.30, eve 0.10
2026-01-22  ben rechecks "worth" and finds ana 0.30, eve 0.10
2026-01-23  ana proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              1,150.00 EUR once and 0.01 EUR a prediction, at most 100, for 300 days
2026-01-23  the members decide "sell" ten days later, counted by ana and ben: ana, ben, eve and dan say yes
2026-02-05  ana carries out "sell"
2026-02-06  ana books 1,150.00 EUR from "choir-1" into 2026
2026-02-06  ana books work "cleaning" in 2026: dan 10 hours for 150.00 EUR
2026-12-31  ana closes the period 2026 and opens 2027

# Eve was a member to the end of 2026: her parts are hers, all in cash.
2027-01-02  eve leaves, because "I am moving to the coast."
2027-01-03  ana plans "year" for 2026 by "worth"
            then "year" gives eve 52.50 EUR in cash and 0.00 EUR as capital
            then "year" gives ana 28.50 EUR in cash and 114.00 EUR as capital
2027-01-03  ana takes the capital of eve out without a vote
            refused: charter.no_mandate (treasury.open_exit, none)
2027-01-03  ben proposes "greedy": the capital of eve leaves for unjustified, less 1 basis points
            refused: treasury.deduction_too_high (surplus.exit_unjustified_bp, art. 66)
2027-01-03  ben proposes "early": the capital of dan leaves for justified
            refused: treasury.still_a_member (dan)
2027-01-03  ben proposes "eve-goes": the capital of eve leaves for justified
2027-01-03  ben proposes "share-it": share "year"
2027-01-03  ana has "eve-goes" and "share-it" admitted
2027-01-03  ana calls the members for 2027-01-13 about "eve-goes" and "share-it"
2027-01-13  ana opens the poll on "eve-goes"
2027-01-13  ana opens the poll on "share-it"
2027-01-13  ana, ben and dan vote yes on "eve-goes"
2027-01-13  ana, ben and dan vote yes on "share-it"
2027-01-13  ana closes the poll on "eve-goes"
2027-01-13  ana closes the poll on "share-it"
2027-01-13  ben certifies the poll on "eve-goes"
2027-01-13  ben certifies the poll on "share-it"
2027-01-16  ana carries out "share-it"
            then eve is owed 52.50 EUR
2027-01-16  ana carries out "eve-goes"
            refused: treasury.her_period_open (2027)
2027-01-17  ana closes the period 2027 and opens 2028
2027-01-17  ana carries out "eve-goes"
            then 100.00 EUR are still to be paid back to eve
            then all accounts sum to zero

# A fifth a year from the day she left, with the legal rate on what is unpaid.
2028-01-01  ana makes year 1 of "eve-goes" payable
            refused: treasury.exit_too_early (2028-01-02)
2028-01-02  ana makes year 2 of "eve-goes" payable
            refused: treasury.exit_out_of_order (Year 1)
2028-01-02  ana makes year 1 of "eve-goes" payable
            then eve is owed 75.75 EUR
            then 80.00 EUR are still to be paid back to eve
2028-01-02  ana makes year 1 of "eve-goes" payable
            refused: treasury.exit_paid (exit-eve-goes)

# Dan has died: the vote ends his membership, and one part is paid within the year.
2028-02-01  ben proposes "dan-rests": the capital of dan leaves for death
2028-02-01  ana has "dan-rests" admitted
2028-02-01  ana calls the members for 2028-02-11 about "dan-rests"
2028-02-11  ana opens the poll on "dan-rests"
2028-02-11  ana and ben vote yes on "dan-rests"
2028-02-18  ana closes the poll on "dan-rests"
            then the tally of "dan-rests" is 2 yes, 0 no, 0 abstaining of 3: carried
2028-02-18  ben certifies the poll on "dan-rests"
2028-02-21  ana carries out "dan-rests"
            then dan is no member any more
            then 178.00 EUR are still to be paid back to dan
2029-02-20  ana makes year 1 of "dan-rests" payable
            refused: treasury.exit_too_early (2029-02-21)
2029-02-21  ana makes year 1 of "dan-rests" payable
            then 0.00 EUR are still to be paid back to dan
            then all accounts sum to zero

# Eve has nothing left to hand on.
2029-02-22  ben proposes "too-much": the capital of eve goes to ana
2029-02-22  the members decide "too-much" ten days later, counted by ana and ben: ana and ben say yes
2029-03-07  ana carries out "too-much"
            refused: treasury.no_capital (eve)

# What nobody claims for five years belongs to all.
2032-12-31  ana saves what eve has not claimed
            refused: treasury.claim_not_over (2033-01-02)
2032-12-31  ana saves what ben has not claimed
            refused: treasury.not_a_former_member (ben)
2033-01-02  ana saves what eve has not claimed
            then eve is owed nothing any more
            then the reserve account holds 675.75 EUR
            then all accounts sum to zero
2033-01-02  ana saves what eve has not claimed
            refused: treasury.nothing_unclaimed (eve)
