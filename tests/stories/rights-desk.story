# The rights desk: each request has a due date and an answer on record, and nobody judges her own.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR

# She asks; what about is sealed, and the day of the answer is not.
2026-02-01  eve asks the rights desk to see as "q1", saying "Who has heard my recordings?"
            then "q1" is due on 2026-03-03
            then the request "q1" stands open
            then no entry holds the words "Who has heard my recordings?"
2026-02-01  eve asks the rights desk to see as "q2", saying "Once more"
            refused: consent.asked_already (q1, 2026-03-03)
2026-02-01  eve asks the rights desk to correct as "q1", saying "That is not a finch"
            refused: consent.request_exists (q1)
2026-02-01  ben asks the rights desk for eve as "q2", saying "I want to know what she has"
            refused: charter.not_your_own (ben, eve)
2026-02-01  fay asks the rights desk to see as "q2", saying "Do you know me?"
            refused: consent.no_such_member (fay)

# More time is taken once, before the day, and never more than three times the days.
2026-02-10  ben answers "q1" with done, saying "Nobody has"
            refused: charter.not_in_office (ben, data)
2026-02-10  ana answers "q9" with done, saying "What was it?"
            refused: consent.no_such_request (q9)
2026-03-02  ana answers "q1" with more-time, saying "We ask those who trained"
            then "q1" is due on 2026-05-02
2026-03-02  ana answers "q1" with more-time, saying "We ask them again"
            refused: consent.extended_already (q1, 2026-05-02)
2026-04-01  ana answers "q1" with done, saying "The list is in your file"
            then the request "q1" stands done
2026-04-01  ana answers "q1" with refused, saying "On second thought"
            refused: consent.answered_already (q1)

# Nobody answers herself; a late answer stays late; and these rights outlive membership.
2026-04-02  ana asks the rights desk to be-paid as "q3", saying "March is missing"
2026-04-02  ana answers "q3" with done, saying "I have paid myself"
            refused: consent.own_request (ana, q3)
2026-04-03  eve leaves, because "I am moving away"
2026-04-04  eve asks the rights desk to move as "q4", saying "Everything, please"
            then "q4" is due on 2026-05-04
2026-05-05  ana answers "q4" with more-time, saying "We are late"
            refused: consent.extended_too_late (q4, 2026-05-04)
2026-05-05  ana answers "q4" with refused, saying "The file was handed over in April"
            then the request "q4" stands refused
