"""The form of a camt.053: which parts may stand where, in the versions that are read.

Names only; what they mean stands in `camt053`. A part that nothing needs is passed over, and one
that no version has is refused.
"""

from __future__ import annotations

from auzolan.house.rooms.treasury.bank.answers import TEXT, Form, many, one

VERSIONS = ("camt.053.001.02", "camt.053.001.04", "camt.053.001.06", "camt.053.001.08")

_CODE = one({"Cd": TEXT, "Prtry": TEXT})
_BANK_CODE = one({"Domn": one({"Cd": TEXT, "Fmly": one({"Cd": TEXT, "SubFmlyCd": TEXT})})}, "Prtry")
_SOME_AMOUNT = one({"Amt": TEXT}, "CcyXchg")
_DETAIL = many(
    {
        "Refs": one(
            {"MsgId": TEXT, "PmtInfId": TEXT, "EndToEndId": TEXT},
            *"AcctSvcrRef InstrId UETR TxId MndtId ChqNb ClrSysRef AcctOwnrTxId".split(),
            *"AcctSvcrTxId MktInfrstrctrTxId PrcgId Prtry".split(),
        ),
        "Amt": TEXT,
        "CdtDbtInd": TEXT,
        "AmtDtls": one(
            {"InstdAmt": _SOME_AMOUNT, "TxAmt": _SOME_AMOUNT},
            *"CntrValAmt AnncdPstngAmt PrtryAmt".split(),
        ),
        "BkTxCd": _BANK_CODE,
        "RtrInf": one({"Rsn": _CODE}, *"OrgnlBkTxCd Orgtr AddtlInf".split()),
    },
    *"Avlbty Chrgs Intrst RltdPties RltdAgts LclInstrm Purp RltdRmtInf RmtInf RltdDts".split(),
    *"RltdPric RltdQties FinInstrmId Tax CorpActn SfkpgAcct CshDpst CardTx AddtlTxInf".split(),
    "SplmtryData",
)
_ENTRY = many(
    {
        "NtryRef": TEXT,
        "Amt": TEXT,
        "CdtDbtInd": TEXT,
        "Sts": Form({"Cd": TEXT, "Prtry": TEXT}, has_text=True),
        "BookgDt": one({"Dt": TEXT, "DtTm": TEXT}),
        "AcctSvcrRef": TEXT,
        "BkTxCd": _BANK_CODE,
        "NtryDtls": many(
            {
                "Btch": one(
                    {"MsgId": TEXT, "PmtInfId": TEXT, "NbOfTxs": TEXT}, "TtlAmt", "CdtDbtInd"
                ),
                "TxDtls": _DETAIL,
            }
        ),
    },
    *"RvslInd ValDt Avlbty ComssnWvrInd AddtlInfInd AmtDtls Chrgs TechInptChanl Intrst".split(),
    *"CardTx AddtlNtryInf".split(),
)
_BALANCE = many(
    {"Tp": one({"CdOrPrtry": _CODE}, "SubTp"), "Amt": TEXT, "CdtDbtInd": TEXT},
    *"CdtLine Dt Avlbty".split(),
)
_STATEMENT = many(
    {
        "Acct": one(
            {"Id": one({"IBAN": TEXT}, "Othr"), "Ccy": TEXT}, *"Tp Nm Prxy Ownr Svcr".split()
        ),
        "Bal": _BALANCE,
        "Ntry": _ENTRY,
    },
    *"Id StmtPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt CpyDplctInd RptgSrc".split(),
    *"RltdAcct Intrst TxsSummry AddtlStmtInf".split(),
)
FORM = one(
    {
        "BkToCstmrStmt": one(
            {
                "GrpHdr": one(
                    {"MsgId": TEXT}, *"CreDtTm MsgRcpt MsgPgntn OrgnlBizQry AddtlInf".split()
                ),
                "Stmt": _STATEMENT,
            },
            "SplmtryData",
        )
    }
)
