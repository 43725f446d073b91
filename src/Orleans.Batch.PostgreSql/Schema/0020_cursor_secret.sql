-- What cursors are hidden with, so that they do not tell how many rows the installation holds. One row.
CREATE TABLE cursor_secret (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    secret bytea NOT NULL CHECK (length(secret) = 32));
INSERT INTO cursor_secret (secret)
VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
