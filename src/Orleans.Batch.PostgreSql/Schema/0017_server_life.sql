-- A mark of the time since the server's last crash. Recovery from a crash empties unlogged tables, and so does the promotion
-- of a standby; a regular restart does not. Transaction ids that a crash took back are given out again afterwards, so an id
-- says what became of a transaction only together with the mark that was read beside it.
CREATE UNLOGGED TABLE server_life (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    life uuid NOT NULL DEFAULT gen_random_uuid());
INSERT INTO server_life DEFAULT VALUES;
