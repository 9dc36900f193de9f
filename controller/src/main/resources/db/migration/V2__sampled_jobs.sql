-- The records of jobs say whether a job was sampled. Those that do not were not: no row has to change. The number tells a
-- controller of the first format that it would not understand what it finds.
SELECT 1;
