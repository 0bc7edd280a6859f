-- The database of a data folder that version 0.1 wrote: orchestrations that ended, and some under way.
BEGIN TRANSACTION;
CREATE TABLE history (
    instance TEXT NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL, task INTEGER NOT NULL,
    name TEXT, payload TEXT, at INTEGER NOT NULL, who TEXT,
    PRIMARY KEY (instance, number)) WITHOUT ROWID;
INSERT INTO "history" VALUES('chains',0,0,-1,NULL,NULL,639314062399698739,NULL);
INSERT INTO "history" VALUES('chains',1,1,-1,NULL,NULL,639314062399698739,NULL);
INSERT INTO "history" VALUES('chains',2,2,0,'Square','1',0,NULL);
INSERT INTO "history" VALUES('chains',3,2,1,'Flaky','"x"',0,NULL);
INSERT INTO "history" VALUES('chains',4,0,-1,NULL,NULL,639314062399786445,NULL);
INSERT INTO "history" VALUES('chains',5,3,0,'Square','1',639314062399786445,NULL);
INSERT INTO "history" VALUES('chains',6,2,2,'Square','2',0,NULL);
INSERT INTO "history" VALUES('collects',0,0,-1,NULL,NULL,639314062399011966,NULL);
INSERT INTO "history" VALUES('collects',1,1,-1,NULL,NULL,639314062399011966,NULL);
INSERT INTO "history" VALUES('collects',2,0,-1,NULL,NULL,639314062399176762,NULL);
INSERT INTO "history" VALUES('collects',3,11,-1,NULL,'wait',639314062399176762,NULL);
INSERT INTO "history" VALUES('collects',4,0,-1,NULL,NULL,639314062399418569,NULL);
INSERT INTO "history" VALUES('collects',5,7,-1,'item','"b"',639314062399418569,NULL);
INSERT INTO "history" VALUES('failed',0,0,-1,NULL,NULL,639314062394100409,NULL);
INSERT INTO "history" VALUES('failed',1,1,-1,NULL,NULL,639314062394100409,NULL);
INSERT INTO "history" VALUES('failed',2,8,0,'Guardian','{"Id":"failed-parent","Input":null}',0,NULL);
INSERT INTO "history" VALUES('failed',3,0,-1,NULL,NULL,639314062395296892,NULL);
INSERT INTO "history" VALUES('failed',4,10,0,'Guardian','{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Ward\u0027 (#1) failed with an unhandled exception: Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}}}',639314062395296892,NULL);
INSERT INTO "history" VALUES('failed',5,14,-1,'Failed',NULL,639314062395303712,NULL);
INSERT INTO "history" VALUES('failed-parent',0,0,-1,NULL,NULL,639314062394461568,NULL);
INSERT INTO "history" VALUES('failed-parent',1,1,-1,NULL,NULL,639314062394461568,NULL);
INSERT INTO "history" VALUES('failed-parent',2,2,0,'Square','2',0,NULL);
INSERT INTO "history" VALUES('failed-parent',3,0,-1,NULL,NULL,639314062394559429,NULL);
INSERT INTO "history" VALUES('failed-parent',4,3,0,'Square','4',639314062394559429,NULL);
INSERT INTO "history" VALUES('failed-parent',5,8,1,'Ward','{"Id":"failed-parent-child","Input":null}',0,NULL);
INSERT INTO "history" VALUES('failed-parent',6,0,-1,NULL,NULL,639314062395270279,NULL);
INSERT INTO "history" VALUES('failed-parent',7,10,1,'Ward','{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}}',639314062395270279,NULL);
INSERT INTO "history" VALUES('failed-parent',8,14,-1,'Failed',NULL,639314062395279901,NULL);
INSERT INTO "history" VALUES('failed-parent-child',0,0,-1,NULL,NULL,639314062394603393,NULL);
INSERT INTO "history" VALUES('failed-parent-child',1,1,-1,NULL,NULL,639314062394603393,NULL);
INSERT INTO "history" VALUES('failed-parent-child',2,2,0,'Flaky','"x"',0,NULL);
INSERT INTO "history" VALUES('failed-parent-child',3,0,-1,NULL,NULL,639314062394964628,NULL);
INSERT INTO "history" VALUES('failed-parent-child',4,4,0,'Flaky','{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}',639314062394964628,NULL);
INSERT INTO "history" VALUES('failed-parent-child',5,14,-1,'Failed',NULL,639314062395143880,NULL);
INSERT INTO "history" VALUES('finished',0,0,-1,NULL,NULL,639314062382531844,NULL);
INSERT INTO "history" VALUES('finished',1,1,-1,NULL,NULL,639314062382531844,NULL);
INSERT INTO "history" VALUES('finished',2,2,0,'Square','0',0,NULL);
INSERT INTO "history" VALUES('finished',3,2,1,'Square','1',0,NULL);
INSERT INTO "history" VALUES('finished',4,2,2,'Square','2',0,NULL);
INSERT INTO "history" VALUES('finished',5,0,-1,NULL,NULL,639314062393304907,NULL);
INSERT INTO "history" VALUES('finished',6,3,2,'Square','4',639314062393304907,NULL);
INSERT INTO "history" VALUES('finished',7,0,-1,NULL,NULL,639314062393500328,NULL);
INSERT INTO "history" VALUES('finished',8,3,1,'Square','1',639314062393500328,NULL);
INSERT INTO "history" VALUES('finished',9,3,0,'Square','0',639314062393500328,NULL);
INSERT INTO "history" VALUES('finished',10,2,3,'Square','3',0,NULL);
INSERT INTO "history" VALUES('finished',11,0,-1,NULL,NULL,639314062393614503,NULL);
INSERT INTO "history" VALUES('finished',12,3,3,'Square','9',639314062393614503,NULL);
INSERT INTO "history" VALUES('finished',13,14,-1,'Completed',NULL,639314062393795357,NULL);
INSERT INTO "history" VALUES('guards',0,0,-1,NULL,NULL,639314062399629417,NULL);
INSERT INTO "history" VALUES('guards',1,1,-1,NULL,NULL,639314062399629417,NULL);
INSERT INTO "history" VALUES('guards',2,2,0,'Square','2',0,NULL);
INSERT INTO "history" VALUES('rewound',0,0,-1,NULL,NULL,639314062395389528,NULL);
INSERT INTO "history" VALUES('rewound',1,1,-1,NULL,NULL,639314062395389528,NULL);
INSERT INTO "history" VALUES('rewound',2,2,0,'Flaky','"x"',0,NULL);
INSERT INTO "history" VALUES('rewound',3,0,-1,NULL,NULL,639314062395419300,NULL);
INSERT INTO "history" VALUES('rewound',4,16,0,'Flaky','{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}',639314062395419300,NULL);
INSERT INTO "history" VALUES('rewound',5,18,-1,'Failed',NULL,639314062395424522,NULL);
INSERT INTO "history" VALUES('rewound',6,15,-1,NULL,'mended',639314062397891929,'ann@example.org');
CREATE TABLE instances (
    id TEXT NOT NULL PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
    input TEXT, output TEXT, custom_status TEXT, failure TEXT, tags TEXT,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER,
    parent_id TEXT, parent_name TEXT, parent_execution TEXT, parent_task INTEGER);
INSERT INTO "instances" VALUES('finished','109aaa2eefdb45228df494537ee57f78','FanOut',1,'3','[0,1,4,9]',NULL,NULL,NULL,639314062381630120,639314062393795507,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "instances" VALUES('failed','e6f9d6feb48d4d259b6067ba2222a758','Grandparent',3,NULL,NULL,NULL,'{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Guardian\u0027 (#0) failed with an unhandled exception: Task \u0027Ward\u0027 (#1) failed with an unhandled exception: Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Ward\u0027 (#1) failed with an unhandled exception: Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}}}}',NULL,639314062394061212,639314062395304419,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "instances" VALUES('failed-parent','05d02419565d4972a3f28876d8a01672','Guardian',3,NULL,NULL,NULL,'{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Ward\u0027 (#1) failed with an unhandled exception: Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}}}',NULL,639314062394424526,639314062395280591,NULL,'failed','Grandparent','e6f9d6feb48d4d259b6067ba2222a758',0);
INSERT INTO "instances" VALUES('failed-parent-child','ab2b9660fead4c2980ebd95644e3dd89','Ward',3,NULL,NULL,NULL,'{"Type":"Microsoft.DurableTask.TaskFailedException","Message":"Task \u0027Flaky\u0027 (#0) failed with an unhandled exception: no","Stack":null,"Inner":{"Type":"System.FormatException","Message":"no","Stack":null,"Inner":null}}',NULL,639314062394565421,639314062395144761,NULL,'failed-parent','Guardian','05d02419565d4972a3f28876d8a01672',1);
INSERT INTO "instances" VALUES('rewound','ec3735ab36de49388db84eb3a01c062e','Failing',0,NULL,NULL,NULL,NULL,NULL,639314062395382829,639314062398017704,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "instances" VALUES('collects','9bb6df9e93174c89800a75c897e0e61e','Collector',7,'"a"',NULL,NULL,NULL,NULL,639314062398687613,639314062399418872,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "instances" VALUES('guards','3d8a838352084d2a9bd14b097640746d','Guardian',0,NULL,NULL,NULL,NULL,NULL,639314062399532370,639314062399637716,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "instances" VALUES('chains','fd800420aab74af6a869a98e628ce249','Chained',0,NULL,NULL,NULL,NULL,NULL,639314062399628602,639314062399790078,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE timers (
    name TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
COMMIT;
