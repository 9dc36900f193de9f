-- Numbers of the controller itself: epoch, last_job, jobs (how many rows "job" has).
CREATE TABLE counter (
  name     TEXT PRIMARY KEY,
  value    INTEGER NOT NULL,
  checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- All jobs are read when the controller starts, so only the number is a column.
CREATE TABLE job (
  number   INTEGER PRIMARY KEY,
  record   TEXT NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;

-- Tasks whose output counts. position = job number * 2^32 + place in the order of acceptance, from 0 without gaps:
-- the tasks of one job lie together, and new ones go to the end of its stretch.
CREATE TABLE accepted_task (
  position    INTEGER PRIMARY KEY,
  from_grain  INTEGER NOT NULL,
  to_grain    INTEGER NOT NULL,
  slot_nanos  INTEGER NOT NULL,
  kernel_nanos INTEGER NOT NULL,
  checksum    INTEGER NOT NULL,
  output      BLOB
) STRICT;

-- The output of those tasks whose "output" is null: a file of the blob store.
CREATE TABLE accepted_blob (
  position     INTEGER PRIMARY KEY,
  hash         BLOB NOT NULL,
  length_bytes INTEGER NOT NULL,
  checksum     INTEGER NOT NULL
) STRICT;

-- How many tasks of a job were accepted: a row that vanishes is noticed.
CREATE TABLE accepted_count (
  job      INTEGER PRIMARY KEY,
  tasks    INTEGER NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE module (
  hash     BLOB PRIMARY KEY,
  record   TEXT NOT NULL,
  checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
