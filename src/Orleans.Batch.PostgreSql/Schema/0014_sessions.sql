-- Sessions of people who signed in with an API key: the project is the key's, and a revoked key's sessions open nothing.
CREATE TABLE sign_in (
    token_hash bytea PRIMARY KEY,
    key_id uuid NOT NULL REFERENCES api_key ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT sql_now(),
    expires_at timestamptz NOT NULL);
CREATE INDEX sign_in_by_key ON sign_in (key_id, created_at);
CREATE INDEX sign_in_by_end ON sign_in (expires_at);
