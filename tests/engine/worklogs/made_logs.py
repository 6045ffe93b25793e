"""Small exports as the tools write them, made up by hand for these tests. Nobody in them is real."""

import json
import zipfile
from pathlib import Path

MTURK = """\
"HITId","HITTypeId","Title","Reward","AssignmentDurationInSeconds","AssignmentId","WorkerId",\
"AssignmentStatus","AcceptTime","SubmitTime","AutoApprovalTime","ApprovalTime","RejectionTime",\
"RequesterFeedback","WorkTimeInSeconds","LifetimeApprovalRate","Last30DaysApprovalRate",\
"Input.image","Answer.label","Answer.userAgent"
"H1","T1","Name birds","$0.15","600","A1","W1","Approved","Sat Oct 07 03:19:21 PDT 2017",\
"Sat Oct 07 03:20:21 PDT 2017","","Mon Oct 09 03:20:21 PDT 2017","","","60","98% (49/50)","0%","a.png","crow","Firefox"
"H1","T1","Name birds","$0.15","600","A2","W2","Rejected","Sat Oct 07 03:19:00 PDT 2017",\
"Sat Oct 07 03:21:00 PDT 2017","","","Sun Oct 08 01:00:00 PDT 2017","no","120","90% (9/10)","0%","a.png","jay","Chrome"
"H2","T1","Name birds","$0.15","600","A3","W1","Approved","Sat Oct 07 03:20:00 PDT 2017",\
"Sat Oct 07 03:21:00 PDT 2017","","Tue Oct 10 00:00:00 PDT 2017","Mon Oct 09 00:00:00 PDT 2017","","60","98% (49/50)","0%","b.png","crow, or
jay","Firefox"
"H2","T1","Name birds","$0.15","600","A4","W2","Submitted","Sun Nov 05 01:30:00 PDT 2017",\
"Sun Nov 05 01:10:00 PST 2017","","","","","2400","90% (9/10)","0%","b.png","jay","Chrome"
"H3","T1","Name birds","$0.15","600","A5","W3","Approved","Sat Oct 07 03:30:00 IST 2017",\
"Sat Oct 07 03:31:00 IST 2017","","","","","60","","","c.png","tit","Opera"
"H3","T1","Name birds","$0.15","600","A6","","Approved","Sat Oct 07 03:30:00 PDT 2017",\
"Sat Oct 07 03:31:00 PDT 2017","","","","","60","","","c.png","tit","Opera"
"H3","T1","Name birds","$0.15","600","A7","W1","Approved","Sat Oct 07 03:31:00 PDT 2017",\
"Sat Oct 07 03:30:00 PDT 2017","","","","","60","","","c.png","tit","Opera"
"H3","T1","Name birds","a few cents","600","A8","W1","Approved","Sat Oct 07 03:30:00 PDT 2017",\
"Sat Oct 07 03:31:00 PDT 2017","","","","","60","","","c.png","tit","Opera"
"H3","T1","too short"
"H1","T1","Name birds","$0.15","600","A1","W1","Approved","Sat Oct 07 03:19:21 PDT 2017",\
"Sat Oct 07 03:20:21 PDT 2017","","","","","60","","","a.png","crow","Firefox"
"""

TOLOKA = """\
INPUT:image\tOUTPUT:result\tGOLDEN:result\tASSIGNMENT:link\tASSIGNMENT:task_id\tASSIGNMENT:assignment_id\t\
ASSIGNMENT:worker_id\tASSIGNMENT:status\tASSIGNMENT:started\tASSIGNMENT:submitted\tASSIGNMENT:rejected\tASSIGNMENT:reward
a.png\tcat\t\thttps://example.org/s1\tt1\ts1\tu1\tAPPROVED\t2020-05-04T10:00:00.120\t2020-05-04T10:01:00.120\t\t0.02
b.png\tdog\t\thttps://example.org/s1\tt2\ts1\tu1\tAPPROVED\t2020-05-04T10:00:00.120\t2020-05-04T10:01:00.120\t\t0.02
a.png\tdog\t\thttps://example.org/s2\tt1\ts2\tu2\tREJECTED\t2020-05-04T10:00:00.000\t2020-05-04T10:00:30.000\t2020-05-05T00:00:00\t0.02
b.png\tdog\t\thttps://example.org/s2\tt2\ts2\tu2\tREJECTED\t2020-05-04T10:00:00.000\t2020-05-04T10:00:30.000\t2020-05-05T00:00:00\t0.02
a.png\t\t\thttps://example.org/s3\tt1\ts3\tu3\tSKIPPED\t2020-05-04T10:00:00.000\t\t\t0.02
"""

CROWDFLOWER = """\
_unit_id,_created_at,_golden,_id,_missed,_started_at,_tainted,_channel,_trust,_worker_id,_country,_region,_city,_ip,relation,relation_gold,sentence
1,8/2/2015 00:26:24,false,11,,8/2/2015 00:26:04,false,clixsense,0.9,501,ESP,PV,Bilbao,10.0.0.1,treats,,"A, b"
2,8/2/2015 00:26:24,false,12,,8/2/2015 00:26:04,false,clixsense,0.9,501,ESP,PV,Bilbao,10.0.0.1,causes,,c
1,13/2/2015 00:26:24,false,13,,8/2/2015 00:26:04,true,neodev,0.4,502,FRA,,Pau,10.0.0.2,treats,,d
"""

LABEL_STUDIO = [
    {
        "id": 7, "project": 3, "data": {"text": "kaixo", "email": "writer@example.org"},
        "annotations": [
            {
                "id": 70, "completed_by": 4, "lead_time": 17.25, "was_cancelled": False,
                "ground_truth": False, "created_at": "2024-03-01T10:00:00.000000Z",
                "parent_prediction": None,
                "result": [{"type": "choices", "value": {"choices": ["greeting"]}}],
            },
            {
                "id": 71, "lead_time": None, "was_cancelled": True, "ground_truth": True,
                "created_at": "2024-03-01T10:05:00Z", "parent_prediction": 9, "result": [],
                "completed_by": {
                    "id": 5, "email": "eve@example.org", "first_name": "Eve", "last_name": "E.",
                },
            },
            {"id": 72, "completed_by": 6, "lead_time": -3, "result": []},
            "no annotation",
        ],
        "predictions": [{"result": []}],
    },
    {"id": 8, "annotations": "none"},
]  # fmt: skip

LABEL_STUDIO_MIN = [
    {"text": "a", "id": 1, "sentiment": "good", "annotator": "ana@example.org", "annotation_id": 5,
     "created_at": "2024-03-01T10:00:00Z", "updated_at": "2024-03-01T10:00:00Z", "lead_time": 4.5},
    {"text": "b", "id": 2, "sentiment": "bad", "annotator": "ANA@example.org", "annotation_id": 6,
     "created_at": "2024-03-01T10:01:00Z", "updated_at": "2024-03-01T10:01:00Z", "lead_time": 5.5},
]  # fmt: skip

LABEL_STUDIO_CSV = """\
text,id,sentiment,annotator,annotation_id,created_at,updated_at,lead_time
a,1,good,4,5,2024-03-01T10:00:00Z,2024-03-01T10:00:00Z,4.5
b,2,bad,4,6,2024-03-01T10:01:00Z,2024-03-01T10:01:00Z,x
"""

ARGILLA = [
    {
        "id": "r1", "fields": {"text": "a"}, "metadata": {}, "suggestions": {}, "vectors": {},
        "status": "completed", "_server_id": "s1",
        "responses": {
            "label": [
                {"value": "yes", "user_id": "u1"}, {"value": "no", "user_id": "u2"},
            ],
            "tags": [{"value": ["b", "a"], "user_id": "u1"}],
        },
    },
    {"id": "r2", "fields": {"text": "b"}, "responses": {"label": [{"value": "yes"}]}},
    {"id": "r3", "fields": {"text": "c"}, "responses": "none"},
]  # fmt: skip

ARGILLA_FLAT = [
    {
        "id": "r1", "text": "a", "label.responses": ["yes", "no"],
        "label.responses.users": ["u1", "u2"], "label.responses.status": ["submitted", "discarded"],
    },
    {
        "id": "r2", "text": "b", "label.responses": ["yes"], "label.responses.users": ["u1", "u2"],
        "label.responses.status": None,
    },
]  # fmt: skip

PRODIGY = """\
{"text":"a","_input_hash":1,"_task_hash":11,"_view_id":"choice","accept":["POS"],"answer":"accept","_timestamp":1700000000,"_annotator_id":"birds-ana","_session_id":"birds-ana"}
{"text":"b","_input_hash":2,"_task_hash":12,"_view_id":"classification","label":"POS","answer":"reject","_timestamp":1700000060,"_session_id":"birds-ben"}
{"text":"c","_input_hash":3,"_task_hash":13,"answer":"ignore","_timestamp":1700000090,"_annotator_id":"birds-ana"}
{"text":"d","_input_hash":4,"_task_hash":14,"answer":"accept","_timestamp":1700000099}
{"text":"e","_input_hash":5,"_task
"""

CVAT = """\
<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta><task><id>31</id><name>birds</name>
    <owner><username>boss</username><email>boss@example.org</email></owner>
    <assignee><username>ana</username><email>ana@example.org</email></assignee>
    <segments><segment><id>1</id><start>0</start><stop>3</stop><url>http://x/?id=1</url></segment></segments>
  </task><dumped>2024-03-01 10:00:00+00:00</dumped></meta>
  <image id="0" name="a.png" width="4" height="4">
    <box label="crow" source="manual" occluded="0" xtl="0" ytl="0" xbr="1" ybr="1"/>
    <box label="jay" source="auto" occluded="0" xtl="0" ytl="0" xbr="1" ybr="1"/>
    <tag label="bird" source="manual"/>
  </image>
  <image id="1" name="b.png" width="4" height="4"><box label="jay" source="auto" xtl="0"/></image>
  <image id="2" name="c.png" width="4" height="4"></image>
  <track id="0" label="crow" source="manual"><box frame="0" xtl="0"/><box frame="1" xtl="0"/></track>
</annotations>
"""

CROWD_KIT = "task,worker,label\n1,ana,cat\n1,ben,-1\n2,ana,\n2,,dog\n"

DOCCANO = {
    "ana.jsonl": '{"id":1,"text":"a","label":["x"]}\n{"id":2,"text":"b","label":[]}\n',
    "ben.jsonl": '{"id":1,"text":"a","label":[[0,1,"PER"]],"Comments":[]}\n{"id":2,"te\n',
    "eve.jsonl": "",
}


def zip_at(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_all(folder: Path) -> dict[str, tuple[str, Path]]:
    """Write one export of each kind: kind to its tool and its path."""
    texts = {
        "mturk": ("mturk", MTURK), "toloka": ("toloka", TOLOKA),
        "crowdflower": ("crowdflower", CROWDFLOWER),
        "label-studio": ("label-studio", json.dumps(LABEL_STUDIO)),
        "label-studio-min": ("label-studio", json.dumps(LABEL_STUDIO_MIN)),
        "label-studio-csv": ("label-studio", LABEL_STUDIO_CSV),
        "argilla": ("argilla", json.dumps(ARGILLA)),
        "argilla-flat": ("argilla", json.dumps(ARGILLA_FLAT)),
        "prodigy": ("prodigy", PRODIGY), "cvat": ("cvat", CVAT),
        "crowd-kit": ("crowd-kit", CROWD_KIT),
    }  # fmt: skip
    found = {}
    for kind, (tool, text) in texts.items():
        path = folder / f"{kind}.txt"
        path.write_text(text, encoding="utf-8")
        found[kind] = (tool, path)
    found["doccano"] = ("doccano", zip_at(folder / "doccano.zip", dict(DOCCANO)))
    found["cvat-zip"] = (
        "cvat", zip_at(folder / "cvat.zip", {"annotations.xml": CVAT, "images/a.png": b"\x89PNG"}),
    )  # fmt: skip
    return found
