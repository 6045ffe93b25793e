"""The text of each article in English; it names no number, since a vote can change the number."""

from __future__ import annotations

from types import MappingProxyType

ENGLISH = MappingProxyType(
    {
        "membership": (
            "Membership is open to whoever brings data or work. Each member pays the contribution "
            "named here on joining. It is her capital and stays hers when she leaves. Each member "
            "has one vote. Collaborators and inactive members are members too; the article on "
            "meetings bounds their votes. Every member may read the record of what was done. The "
            "world may read it too where the members have opened it; until then it sees only the "
            "signed checkpoint."
        ),
        "consent": (
            "A member's rows are used only for the operations named here, for the purposes that she "
            "has allowed, and only while she allows them. Joining is not allowing. She may "
            "withdraw at any time, without a reason, and loses nothing that she has earned. New "
            "use then stops at once. Models are retrained, rows erased and licensees told within "
            "the times named here; a model that is late serves nobody. What a group holds "
            "together needs the group's vote, and no member of it has to take part. Those who "
            "entrust the co-operative may stop a use together by vote, without taking back what "
            "they allow. A vote may add purposes and kinds of rows; it takes none away and moves "
            "none, since what members have allowed rests on their order."
        ),
        "labour": (
            "Work is paid at no less than the floor named here for each hour. The highest job "
            "index may exceed the lowest by no more than the ratio named here."
        ),
        "surplus": (
            "What a period leaves after interest on capital, past losses and tax goes to the "
            "lines named here, one after the other. The rest is the members' part. It is shared "
            "by the pools named here; the cash part is paid out, and the remainder becomes each "
            "member's capital. Losses are borne in the order named here. Sharing and licensing "
            "need a decision of the members."
        ),
        "payouts": (
            "What is owed to members is paid to the bank accounts that they have named. Whoever "
            "gathers a payout does not approve it; as many others as named here do. A new account "
            "waits for the hours named here. What is less than the smallest amount stays owed."
        ),
        "royalties": (
            "Of what a licensee has paid, members may earn the part named here by each use of "
            "their data. It is counted in millionths and paid in whole cents; the remainder is "
            "kept for them."
        ),
        "decisions": (
            "Members decide by vote, one each, and no count shows who voted how. A measure passes "
            "when yes reaches the majority named here; blanks and abstentions are not counted. "
            "Bylaws need more than policies, and entrenched articles more again, with a turnout "
            "and two readings. To merge, split, transform or end the co-operative takes the "
            "majority for structure. Whoever changes a majority needs the harder of the old one "
            "and the new one. A poll is valid when the quorum of its call takes part. Then the "
            "decision cools off, and enough members may ask for a confirming vote. A decision "
            "that is not carried out in its time lapses. Any member may challenge it, and enough "
            "members may ask that it waits until the challenge is decided."
        ),
        "meetings": (
            "An assembly is called in writing, with its agenda, within the days named here before "
            "it meets, for a first and a second call. Whoever is a member on the day of the "
            "notice may vote. Enough members may have an assembly called, or add an item to its "
            "agenda. What is not on the agenda is not decided, unless the law allows it. A member "
            "may vote for others, in writing and for one meeting, up to the number named here; "
            "whoever attends votes herself. Whoever has an interest of her own in a measure says "
            "so and does not vote on it. The votes of collaborators together, and of inactive "
            "members together, stay within the parts named here. Every vote is secret."
        ),
        "organs": (
            "The assembly of all members is the highest organ; above the size named here "
            "delegates of the members may form it. A council acts between assemblies, within what "
            "members have decided. A monitoring commission watches over accounts and votes. An "
            "appeals committee decides challenges. A social council speaks for those who work. "
            "Nobody sits both in the council and in a body that watches it. Seats are filled by "
            "vote, for the terms named here, and members may recall whoever holds one at any "
            "time. In an emergency two organs together may pause what could do harm, for the days "
            "named here; then members keep the pause, or it ends."
        ),
        "worth": (
            "The worth of data is the sum over a member's rows of what each adds to the answers "
            "of a model. What is one thing counts once. A work belongs to whoever registered it "
            "first, to its co-creators by their shares, or to whom a settled dispute gave it. "
            "What two people observed stays two observations. Of one member no more rows than the "
            "cap named here enter one answer; a cap of none lets all of them in. Rows are near up "
            "to the distance named here, and no farther. Once the members have voted on a recipe, "
            "only its valuations share a surplus."
        ),
    }
)
