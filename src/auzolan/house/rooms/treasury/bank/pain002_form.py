"""The form of a pain.002: which parts may stand where, in the versions that are read.

Names only; what they mean stands in `pain002`. A part that nothing needs is passed over, and one
that no version has is refused.
"""

from __future__ import annotations

from auzolan.house.rooms.treasury.bank.answers import SKIP, TEXT, TEXTS, many, one

VERSIONS = ("pain.002.001.03", "pain.002.001.10", "pain.002.001.12", "pain.002.001.14")

_REASON = many({"Rsn": one({"Cd": TEXT, "Prtry": TEXT}), "AddtlInf": TEXTS}, "Orgtr")
_COUNTED = many({"DtldNbOfTxs": TEXT, "DtldSts": TEXT, "DtldCtrlSum": TEXT})
_TRANSACTION = many(
    {
        "OrgnlEndToEndId": TEXT,
        "TxSts": TEXT,
        "StsRsnInf": _REASON,
        "OrgnlTxRef": one(
            {"Amt": one({"InstdAmt": TEXT}, "EqvtAmt"), "IntrBkSttlmAmt": TEXT},
            *"IntrBkSttlmDt ReqdColltnDt ReqdExctnDt CdtrSchmeId SttlmInf PmtTpInf PmtMtd".split(),
            *"MndtRltdInf RmtInf UltmtDbtr Dbtr DbtrAcct DbtrAgt DbtrAgtAcct CdtrAgt".split(),
            *"CdtrAgtAcct Cdtr CdtrAcct UltmtCdtr Purp".split(),
        ),
    },
    *"StsId OrgnlInstrId OrgnlUETR ChrgsInf TrckrData AccptncDtTm AcctSvcrRef ClrSysRef".split(),
    "SplmtryData",
)
_TOTALS = {
    "OrgnlNbOfTxs": TEXT, "OrgnlCtrlSum": TEXT, "StsRsnInf": _REASON, "NbOfTxsPerSts": _COUNTED,
}  # fmt: skip
FORM = one(
    {
        "CstmrPmtStsRpt": one(
            {
                "GrpHdr": one(
                    {"MsgId": TEXT, "CreDtTm": TEXT}, *"InitgPty FwdgAgt DbtrAgt CdtrAgt".split()
                ),
                "OrgnlGrpInfAndSts": one(
                    {"OrgnlMsgId": TEXT, "OrgnlMsgNmId": TEXT, "GrpSts": TEXT, **_TOTALS},
                    "OrgnlCreDtTm",
                ),
                "OrgnlPmtInfAndSts": many(
                    {
                        "OrgnlPmtInfId": TEXT,
                        "PmtInfSts": TEXT,
                        "TxInfAndSts": _TRANSACTION,
                        **_TOTALS,
                    }
                ),
                "SplmtryData": SKIP,
            }
        )
    }
)
